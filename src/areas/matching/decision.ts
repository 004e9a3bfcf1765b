/** Why something was decided, readable by a person and a program. */
export interface Evidence {
  /** `id-map`, `number`, `absolute-number`, `air-date`, `title`, `only-row`, `gate`. */
  readonly signal: string;
  readonly detail: string;
}

export interface Candidate {
  readonly subjectId: number;
  readonly episodeId: number | null;
  readonly evidence: readonly Evidence[];
}

export type Decision =
  /** `episodeId` is null for a film without episode rows: collecting the subject is all there is to do. */
  | {
      readonly kind: 'matched';
      readonly subjectId: number;
      readonly episodeId: number | null;
      readonly evidence: readonly Evidence[];
    }
  | {
      readonly kind: 'parked';
      readonly reason: 'unmatched' | 'ambiguous' | 'episode-missing';
      /** Set when the subject is certain and only the episode row is missing. */
      readonly subjectId: number | null;
      readonly candidates: readonly Candidate[];
      readonly evidence: readonly Evidence[];
    }
  | {
      readonly kind: 'excluded';
      readonly reason: 'out-of-scope';
      readonly evidence: readonly Evidence[];
    };
