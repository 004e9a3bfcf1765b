/** One fault in something a person or program handed us. */
export interface Fault {
  /** Where: an environment variable, a JSON pointer, a flag. */
  readonly place: string;
  /** What is wrong and what to do, as one sentence. */
  readonly message: string;
}

/** Input that cannot be used; carries every fault, not just the first. */
export class InputError extends Error {
  override readonly name = 'InputError';
  constructor(
    readonly subject: string,
    readonly faults: readonly Fault[],
  ) {
    super(`${subject}: ${faults.map((fault) => `${fault.place}: ${fault.message}`).join('; ')}`);
  }
}

/** What was asked for does not exist, or not for this person. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError';
}

/** The text of whatever was thrown. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);
