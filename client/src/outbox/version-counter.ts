/** Versions far above any time in milliseconds are somebody's own and do not lead. */
const leading = 2 ** 52;

/** Counts versions that rise over restarts, and between machines whose clocks agree: times in milliseconds, each once. */
export class VersionCounter {
  #highest = 0;

  get highest(): number {
    return this.#highest;
  }

  /** Above everything counted or noted, and above this. */
  next(above: number): number {
    this.#highest = Math.max(this.#highest + 1, above + 1, Date.now());
    return this.#highest;
  }

  note(version: number): void {
    if (version > this.#highest && version < leading) this.#highest = version;
  }
}
