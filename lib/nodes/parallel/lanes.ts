/** A Parallel's lanes by name. Pure. */

export type Lane = { readonly id: string; readonly title: string };

/** Lanes without a title are counted. */
export function lanesOf({ lanes }: { readonly lanes: readonly Lane[] }): readonly Lane[] {
  return lanes.map(({ id, title }, index) => ({ id, title: title.trim() || `Lane ${index + 1}` }));
}
