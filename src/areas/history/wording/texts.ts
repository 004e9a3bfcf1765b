import type { EvidenceSignal } from '../../matching/index.js';
import type { UpstreamErrorKind } from '../../../upstream/http/index.js';
import type { CallOutcome, SubjectCallName } from '../marking/subject-call.js';
import type { PlayReason, PlayState } from '../run.js';
import type { DecidingMapping, Return } from '../explaining/explanation.js';

interface ReasonText {
  /** Why it is set aside, as half a sentence. */
  readonly because: string;
  /** What the person can do. */
  readonly advice: string;
}

interface StateText {
  /** What it means to stand there. */
  readonly now: string;
  readonly advice: string;
}

/**
 * All that explanations and the review are made of, in one language; `{name}` stands for a fact. Whatever state, reason, signal or fault there
 * will be, it has words here, or this does not compile.
 */
export interface Texts {
  readonly observed: Readonly<Record<'episode' | 'movie' | 'nameless', string>>;
  readonly byRead: string;
  /** A time, and one that the source does not know. */
  readonly on: string;
  readonly sometime: string;
  readonly decided: {
    readonly first: string;
    readonly again: string;
    readonly anew: string;
    /** No decision of matching is on record. */
    readonly byPerson: string;
    readonly mapped: Readonly<Record<DecidingMapping['standing'], string>>;
    /** Before the same decision by the same mapping. */
    readonly onceMore: string;
    readonly candidates: string;
    readonly candidate: string;
    readonly moreCandidates: string;
    readonly because: string;
    readonly episode: string;
    readonly whole: string;
    readonly setAside: string;
    readonly leftAlone: string;
  };
  readonly moved: Readonly<Record<Exclude<PlayState, 'seen' | 'parked' | 'excluded'>, string>>;
  readonly seen: string;
  readonly parked: string;
  readonly excluded: string;
  readonly until: string;
  readonly returns: Readonly<Record<Return, string>>;
  readonly calls: Readonly<Record<SubjectCallName, string>>;
  readonly outcomes: Readonly<Record<CallOutcome, string>>;
  /** Of an answered `read-collection`. */
  readonly found: string;
  readonly errors: Readonly<Record<UpstreamErrorKind | 'unknown', string>>;
  /** By Bangumi's types; the first for none. */
  readonly collections: readonly [string, string, string, string, string, string];
  readonly answerMissing: string;
  readonly unrecorded: string;
  readonly readBack: string;
  readonly states: Readonly<Record<PlayState, StateText>>;
  readonly reasons: Readonly<Record<PlayReason, ReasonText>>;
  readonly place: Readonly<Record<'episode' | 'whole', string>>;
  readonly mapping: {
    readonly own: string;
    readonly shared: string;
    readonly targets: Readonly<Record<'show' | 'season' | 'range' | 'episode' | 'movie', string>>;
    readonly aims: Readonly<Record<'ignore' | 'row' | 'subject' | 'shifted', string>>;
    readonly whole: string;
    readonly made: string;
    readonly changed: string;
    readonly noted: string;
  };
  /** Of what is matched otherwise by now. */
  readonly change: Readonly<Record<'asBefore' | 'asMarked' | 'byNow' | 'unknown', string>>;
  /** After what it means to stand there: what it was decided by. */
  readonly inDetail: string;
  readonly waitsForService: string;
  /** What a piece of evidence is about. */
  readonly signals: Readonly<Record<EvidenceSignal, string>>;
  /** A piece of evidence that has no words of this language. */
  readonly quoted: string;
  readonly evidence: readonly (readonly [detail: RegExp, words: string])[];
  readonly listed: string;
}
