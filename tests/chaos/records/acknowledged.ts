/** What was acknowledged, and what contradicts itself. */
export interface Acknowledged {
  /** Highest acknowledged version per record. */
  readonly versions: Map<string, number>;
  /** Records that were said to be inserted, and how often. */
  readonly inserted: Map<string, number>;
}

export const nothingYet = (): Acknowledged => ({ versions: new Map(), inserted: new Map() });

export function noteVersion({ versions }: Acknowledged, id: string, version: number): void {
  versions.set(id, Math.max(versions.get(id) ?? 0, version));
}

export function noteInserted({ inserted }: Acknowledged, id: string): void {
  inserted.set(id, (inserted.get(id) ?? 0) + 1);
}
