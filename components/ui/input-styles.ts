/** How fields to type in look. The border turns to danger when `aria-invalid` is set. */
export const inputStyles =
  "w-full min-w-0 rounded-control border border-line bg-surface text-ink transition-colors hover:border-line-strong focus:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 disabled:opacity-50 aria-invalid:border-danger aria-invalid:focus-visible:outline-danger";
