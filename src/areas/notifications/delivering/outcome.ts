/** What became of one attempt: words of ours, and a status of HTTP or SMTP where there was an answer. */
export type Outcome =
  | { readonly kind: 'sent'; readonly status: number | null }
  | ({ readonly kind: 'failed' } & Failure)
  /** This one is lost; after several of them the channel is. */
  | { readonly kind: 'refused'; readonly status: number | null; readonly error: string }
  /** The receiver will never take anything again. */
  | { readonly kind: 'gone'; readonly status: number | null };

export interface Failure {
  readonly status: number | null;
  readonly error: string;
  readonly retryAfterSeconds?: number | undefined;
  /** Trying again cannot help. */
  readonly isFinal?: boolean | undefined;
}

/** There is no notification any more, or none this version knows. */
export const nothingToSay: Outcome = {
  kind: 'failed',
  status: null,
  error: 'nothing-to-say',
  isFinal: true,
};
