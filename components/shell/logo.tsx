/** The mark: the lee half of each of eight compass points. Takes the colour of the text around it. */
import { cx } from "@/components/ui/class-names";

export function Logo({ className }: { readonly className?: string }) {
  return (
    <svg aria-hidden className={cx("size-[22px] flex-none", className)} fill="currentColor" viewBox="0 0 24 24">
      <path d="M12 12L12 0.1L14.56 5.81ZM12 12L18.86 5.14L18.19 9.44ZM12 12L23.9 12L18.19 14.56ZM12 12L18.86 18.86L14.56 18.19ZM12 12L12 23.9L9.44 18.19ZM12 12L5.14 18.86L5.81 14.56ZM12 12L0.1 12L5.81 9.44ZM12 12L5.14 5.14L9.44 5.81Z" />
    </svg>
  );
}
