/**
 * A map that forgets its oldest entry when it is full.
 */
export class BoundedMap<V> {
  private readonly items = new Map<string, V>();
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  get(key: string): V | undefined {
    return this.items.get(key);
  }

  set(key: string, value: V): void {
    this.items.delete(key);
    this.items.set(key, value);
    if (this.items.size <= this.most) return;
    const oldest = this.items.keys().next().value;
    if (oldest !== undefined) this.items.delete(oldest);
  }

  delete(key: string): boolean {
    return this.items.delete(key);
  }

  values(): V[] {
    return [...this.items.values()];
  }

  clear(): void {
    this.items.clear();
  }
}
