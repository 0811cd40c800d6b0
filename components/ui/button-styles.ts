/** How buttons look, shared by buttons and by links that look like one. */
import { cva, type VariantProps } from "class-variance-authority";

export const buttonStyles = cva(
  "inline-flex shrink-0 items-center justify-center gap-2 rounded-control border font-medium whitespace-nowrap select-none transition-colors disabled:pointer-events-none disabled:opacity-45 aria-disabled:pointer-events-none aria-disabled:opacity-45",
  {
    variants: {
      variant: {
        primary: "border-accent bg-accent text-on-accent hover:border-accent/90 hover:bg-accent/90",
        secondary: "border-line bg-surface text-ink hover:border-line-strong hover:bg-sunken",
        ghost: "border-transparent text-ink hover:bg-sunken",
        danger: "border-danger/40 bg-surface text-danger hover:bg-danger-tint",
      },
      size: { md: "h-8 px-3 text-sm", sm: "h-7 px-2.5 text-xs" },
    },
    compoundVariants: [{ variant: "ghost", className: "px-2" }],
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export type ButtonVariants = VariantProps<typeof buttonStyles>;
