import type { EpisodeRow, Evidence, HeldBack, Mapping, MediaItem } from '../../matching/index.js';
import type { Page } from '../../../platform/lib/page-cursor.js';
import type { PlayReason, PlayState } from '../run.js';
import type { Language } from '../wording/languages.js';

/** What is asked for of the review. */
export const reviewStates = [
  'parked',
  'changed',
  'missing',
  'matched',
  'ignored',
  'out-of-scope',
] as const;
export type ReviewState = (typeof reviewStates)[number];

/** Plays of one item that stand in one place. */
export interface Standing {
  readonly state: PlayState;
  readonly reason: PlayReason | null;
  readonly plays: number;
  readonly dueAt: Date | null;
  readonly subjectId: number | null;
  readonly episodeId: number | null;
}

export interface ReviewFilter {
  readonly state: ReviewState;
  /** In the title, whatever its case. */
  readonly search?: string | undefined;
  readonly limit: number;
  /** As given out by the page before. */
  readonly cursor?: string | undefined;
  /** Of the words. */
  readonly language: Language;
}

export interface ReviewAsked {
  readonly userId: string;
  /** As somebody gave it: any text. */
  readonly id: string;
  readonly language: Language;
}

export interface Heading {
  readonly id: string;
  readonly mediaType: 'show' | 'movie';
  readonly traktId: number;
  readonly title: string;
  readonly originalTitle: string | null;
  readonly year: number | null;
  /** Null for a film. */
  readonly season: number | null;
}

export interface StateCount {
  readonly state: PlayState;
  readonly reason: string | null;
  readonly plays: number;
  readonly items: number;
}

/** A question in the list. */
export interface ReviewGroup extends Heading {
  readonly counts: readonly StateCount[];
  /** Of what stands as was asked for: `1–12, 14`; null for a film. */
  readonly numbers: string | null;
  /** Why the first of them stands so, in words. */
  readonly reason: string;
  readonly candidates: readonly CandidateTitle[];
  /** Of the first that stands as was asked for; null where it is matched as it was, or was never matched. */
  readonly change: ReviewedChange | null;
}

export interface CandidateTitle {
  readonly subjectId: number;
  /** Null where nobody has asked Bangumi yet. */
  readonly name: string | null;
  readonly nameCn: string | null;
}

export type ReviewPage = Page<ReviewGroup>;

export interface ReviewedDecision {
  readonly kind: 'matched' | 'parked' | 'excluded';
  readonly reason: string | null;
  readonly subjectId: number | null;
  readonly episodeId: number | null;
  readonly evidence: readonly Evidence[];
  /** Where its plays stand and why, in the language that was asked for. */
  readonly words: string;
  /** The mapping that decides it; null where matching does. */
  readonly mappingId: string | null;
}

/** What an item was matched to, and would not be any more. */
export interface ReviewedChange {
  /** Where Bangumi has it marked for this person. */
  readonly marked: readonly {
    readonly subjectId: number;
    readonly episodeId: number | null;
    readonly plays: number;
  }[];
  /** For everybody. */
  readonly previous: HeldBack['previous'] & { readonly evidence: readonly Evidence[] };
  readonly instead: HeldBack['instead'];
  /** Why it would be that. */
  readonly evidence: readonly Evidence[];
  readonly words: string;
}

export interface ReviewedItem {
  readonly item: MediaItem;
  readonly standings: readonly Standing[];
  readonly decision: ReviewedDecision | null;
  readonly change: ReviewedChange | null;
}

export interface ReviewCandidate {
  readonly subjectId: number;
  readonly evidence: readonly Evidence[];
  /** `known`; `gone`: Bangumi shows none; `unknown`: it could not be asked. */
  readonly facts: 'known' | 'gone' | 'unknown';
  readonly name: string | null;
  readonly nameCn: string | null;
  readonly image: string | null;
  readonly date: string | null;
  readonly platform: string | null;
  readonly episodes: number | null;
  readonly rows: readonly EpisodeRow[];
  /** Null where nothing suggests one. */
  readonly suggestedOffset: number | null;
  readonly sideBySide: readonly {
    readonly traktId: number;
    readonly number: number | null;
    readonly row: EpisodeRow | null;
  }[];
}

/** A question with all that helps to answer it. */
export interface ReviewDetail extends Heading {
  readonly items: readonly ReviewedItem[];
  readonly candidates: readonly ReviewCandidate[];
  readonly mappings: readonly Mapping[];
  /** Why something could not be asked of Bangumi; null when all went well. */
  readonly notAsked: string | null;
}
