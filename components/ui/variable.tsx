/** A variable of a template, as it is written: `{{input.topic}}`. */
export function Variable({ children }: { readonly children: string }) {
  return (
    <code className="inline-block max-w-full truncate rounded-sm bg-accent-tint px-[5px] font-medium font-mono text-accent text-xs leading-[18px] tracking-tight align-bottom">
      {children}
    </code>
  );
}
