/** How lists that are searched by typing look: quick picker, command palette, connect list. */
export const pickerInputStyles =
  "h-11 w-full border-line border-b bg-transparent px-3 text-base outline-none placeholder:text-ink-soft focus-visible:outline-none";
export const pickerItemStyles =
  "flex min-h-8 cursor-default select-none items-center gap-2.5 rounded-control px-2 py-1 text-sm data-[disabled=true]:opacity-45 data-[selected=true]:bg-accent-tint";
export const pickerHeadingStyles =
  "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-soft [&_[cmdk-group-heading]]:text-xs";
