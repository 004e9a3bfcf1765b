/** Something of the sync is held at a point until the gate opens. */
export interface Gate {
  /** Resolves when something waits at it. */
  readonly reached: Promise<void>;
  /** Lets go of what waits, and of everything after it. */
  open(): Promise<void>;
}

/** A promise and what fulfils it. */
export function createLatch(): { readonly released: Promise<void>; readonly release: () => void } {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { released, release };
}
