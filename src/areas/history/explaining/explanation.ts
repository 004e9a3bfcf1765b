import type { Candidate, Evidence, HeldBack, Mapping } from '../../matching/index.js';
import type { CallOutcome, SubjectCallName } from '../marking/subject-call.js';
import type { RunItem } from '../ledger/run-item.js';
import type { HistoryRead } from '../reading/history-read.js';
import type { PlayReason, PlayState } from '../run.js';

/** What a play is of, as its source describes it. */
export interface ExplainedItem {
  readonly traktItemId: string;
  readonly episodeTitle: string | null;
  /** The instant an episode was first aired, the day a film was released. */
  readonly firstAired: string | null;
  /** Of the series or film. */
  readonly ids: {
    readonly trakt: number | null;
    readonly tmdb: number | null;
    readonly tvdb: number | null;
    readonly imdb: string | null;
  };
}

export interface ExplainedPlay extends RunItem {
  readonly reason: PlayReason | null;
  readonly source: string;
  /** As the source wrote it. */
  readonly watchedAtGiven: string;
  readonly action: string;
  readonly item: ExplainedItem;
}

/** Where a play stands. */
export interface Standing {
  readonly state: PlayState;
  readonly reason: PlayReason | null;
  readonly subjectId: number | null;
  readonly episodeId: number | null;
  /** When it is looked at again by itself. */
  readonly dueAt: Date | null;
}

/** A read of the source that reached the ledger, and the run it was made by. */
export interface LedgerRead {
  readonly id: string;
  readonly extent: HistoryRead['extent'];
  readonly runId: string | null;
  readonly at: Date;
}

export interface KeptDecision {
  readonly kind: 'matched' | 'parked' | 'excluded';
  readonly reason: string | null;
  readonly subjectId: number | null;
  readonly episodeId: number | null;
  readonly evidence: readonly Evidence[];
  /** What it could be, as far as that was stored. */
  readonly candidates: readonly Candidate[];
  /** Of one that is `changed`: what it was matched to before. */
  readonly previous: HeldBack['previous'] | null;
  readonly idMapVersion: string;
  readonly decidedAt: Date;
  /** When it took the place of the one before; null for the first there was. */
  readonly since: Date | null;
}

/** How a mapping that decided a play stands now. */
export const mappingStandings = ['as-it-was', 'changed-since', 'gone'] as const;

/** The mapping a play was decided by. */
export interface DecidingMapping {
  readonly id: string;
  readonly standing: (typeof mappingStandings)[number];
  /** As it is now; null where it is gone. What it said before it was changed is not on record. */
  readonly mapping: Mapping | null;
}

export interface KeptCall {
  readonly at: Date;
  readonly runId: string;
  readonly subjectId: number;
  readonly call: SubjectCallName;
  /** How many episodes it named; 0 where it was about the subject as a whole. */
  readonly episodes: number;
  /** Whether this play's episode was one of them. */
  readonly namesIt: boolean;
  readonly collection: number | null;
  readonly outcome: CallOutcome;
  readonly errorKind: string | null;
  readonly status: number | null;
}

/** Why a play went back into line. */
export const returns = [
  'its-time',
  'next-run',
  'asked',
  'map-or-asked',
  'in-doubt',
  'settings',
  'back-at-source',
  'changed-at-source',
  'read-back-disagrees',
] as const;
export type Return = (typeof returns)[number];

export type ChainStep =
  | { readonly kind: 'observed'; readonly at: Date; readonly read: LedgerRead | null }
  /** Of a decision that is not on record, the outcome is known alone. */
  | {
      readonly kind: 'decided';
      readonly at: Date;
      readonly decision: KeptDecision | null;
      /** Null where none decided, or which it was is not on record. */
      readonly mapping: DecidingMapping | null;
      readonly outcome: Standing;
      /** The same was decided the last time this play was looked at. */
      readonly again: boolean;
    }
  /** About the same item, and without this play being looked at again. */
  | { readonly kind: 'decided-anew'; readonly at: Date; readonly decision: KeptDecision }
  | {
      readonly kind: 'moved';
      readonly at: Date;
      /** Null where no run moved it. */
      readonly runId: string | null;
      readonly read: LedgerRead | null;
      readonly to: Standing;
      readonly why: Return | null;
    }
  | { readonly kind: 'called'; readonly at: Date; readonly call: KeptCall }
  /** A write may have left, and nobody knows what came of it. */
  | {
      readonly kind: 'answer-missing';
      readonly at: Date;
      readonly runId: string | null;
      readonly to: Standing;
    }
  /** Older than the records of events. */
  | { readonly kind: 'unrecorded'; readonly at: Date }
  | { readonly kind: 'read-back'; readonly at: Date };

export const actors = ['source', 'matching', 'person', 'settings', 'run', 'watchflow'] as const;
export type Actor = (typeof actors)[number];
