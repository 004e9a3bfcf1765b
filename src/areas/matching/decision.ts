/** All that a decision can lean on. */
export const evidenceSignals = [
  'id-map',
  'title',
  'listed-ids',
  'sequel',
  'imdb',
  'number',
  'absolute-number',
  'episode-title',
  'air-date',
  'only-row',
  'gate',
  'mapping',
  'changed',
] as const;
export type EvidenceSignal = (typeof evidenceSignals)[number];

/** Why something was decided, readable by a person and a program. */
export interface Evidence {
  /** One of `evidenceSignals`. */
  readonly signal: string;
  readonly detail: string;
}

export interface Candidate {
  readonly subjectId: number;
  readonly episodeId: number | null;
  readonly evidence: readonly Evidence[];
}

/** A mapping, and as it was when it decided. */
export interface MappingVersion {
  readonly id: string;
  readonly updatedAt: Date;
}

/** What was decided, and the mapping it was decided by, where it was one. */
export type Decision = Verdict & { readonly mapping?: MappingVersion | undefined };

type Verdict =
  /** `episodeId` is null for a film without episode rows: collecting the subject is all there is to do. */
  | {
      readonly kind: 'matched';
      readonly subjectId: number;
      readonly episodeId: number | null;
      readonly evidence: readonly Evidence[];
    }
  | {
      readonly kind: 'parked';
      /** `changed`: it was matched before, and now something else is right; a person is asked. */
      readonly reason: 'unmatched' | 'ambiguous' | 'episode-missing' | 'changed';
      /** Set when the subject is certain and only the episode row is missing. */
      readonly subjectId: number | null;
      /** The number within that subject (`ep`), where it is certain though the row is not there. */
      readonly number: number | null;
      readonly candidates: readonly Candidate[];
      readonly evidence: readonly Evidence[];
    }
  | {
      readonly kind: 'excluded';
      readonly reason: 'out-of-scope' | 'ignored-by-user';
      readonly evidence: readonly Evidence[];
    };
