/** A node of the overview: a place to press, to drag and to reach with Tab. The picture below shows it. */
export function FarNode(): null {
  return null;
}
