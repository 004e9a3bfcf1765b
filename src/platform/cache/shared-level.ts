/** Where processes leave for each other what they have read. What it cannot do is not done: it never rejects. */
export interface SharedLevel {
  /** What is there, by key. */
  read(keys: readonly string[]): Promise<ReadonlyMap<string, SharedText>>;
  /** Leaves a text where none is, unless the key was forgotten within the last minute. */
  keep(key: string, kept: SharedText): Promise<void>;
  /** From now on nothing is found that was read before. */
  forget(keys: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export interface SharedText {
  /** JSON. */
  readonly text: string;
  /** For how long it may still be used. */
  readonly usableMs: number;
}

/** For so long a forgotten key is not kept again … */
export const forgottenForMs = 60_000;
/** … and what took this long to read is not left for others: it may be from before the key was forgotten. */
export const longestReadMs = 30_000;
