import type { Mapping } from '../../matching/index.js';
import { decidingMapping } from './deciding-mapping.js';
import type {
  ChainStep,
  DecidingMapping,
  KeptDecision,
  LedgerRead,
  Return,
  Standing,
} from './explanation.js';
import { isAbout, isToBeMarked, type PossibleCall } from './play-calls.js';
import { decisionFor } from './play-decisions.js';
import type { PlayEvent } from './play-events.js';
import { returnOf } from './return-of.js';

/** All that is on record about a play. Events by their order, calls by time. */
export interface OnRecord {
  readonly observedAt: Date;
  readonly syncedAt: Date | null;
  /** Where the play stands now. */
  readonly now: Standing;
  readonly events: readonly PlayEvent[];
  /** False: older events are left out. */
  readonly isWhole: boolean;
  readonly decisions: readonly KeptDecision[];
  /** Those that decided this play and are there still, by their id. */
  readonly mappings: ReadonlyMap<string, Mapping>;
  readonly calls: readonly PossibleCall[];
  readonly reads: readonly LedgerRead[];
}

/** A change, what led to it, and the calls that followed until the next one. */
interface Stretch {
  readonly event: PlayEvent;
  readonly from: Standing;
  readonly calls: readonly PossibleCall[];
}

const justSeen: Standing = {
  state: 'seen',
  reason: null,
  subjectId: null,
  episodeId: null,
  dueAt: null,
};

/** Everything that led to where a play stands, in order. */
export function buildChain(record: OnRecord): readonly ChainStep[] {
  const stretches = toStretches(record);
  const steps: ChainStep[] = [
    { kind: 'observed', at: record.observedAt, read: readAt(record, record.observedAt) },
    ...(hasGap(record) ? [{ kind: 'unrecorded', at: record.observedAt } as const] : []),
  ];
  let before: Decided | null = null;
  for (const stretch of stretches) {
    if (isDecision(stretch)) {
      const { event } = stretch;
      const decided = decidedAt(event, record);
      const again = before !== null && isSame(decided, before);
      const { decision, mapping } = decided;
      steps.push({ kind: 'decided', at: event.at, decision, mapping, outcome: event, again });
      if (decision !== null || mapping !== null) before = decided;
    }
    steps.push(...toSteps(stretch, record));
  }
  return withOtherDecisions([...steps, ...readBackOf(record)], record);
}

interface Decided {
  readonly event: PlayEvent;
  readonly decision: KeptDecision | null;
  readonly mapping: DecidingMapping | null;
}

/** By what a play was decided: a mapping is on record with the play, what matching decides with the item. */
function decidedAt(event: PlayEvent, { decisions, mappings }: OnRecord): Decided {
  const mapping = decidingMapping(event, mappings);
  const decision = mapping === null ? decisionFor(decisions, event, event.at) : null;
  return { event, decision, mapping };
}

const isSame = (one: Decided, other: Decided): boolean =>
  one.mapping === null
    ? one.decision !== null && one.decision === other.decision
    : one.mapping.id === other.mapping?.id &&
      one.event.mappingAsOf?.getTime() === other.event.mappingAsOf?.getTime() &&
      isSameStanding(one.event, other.event);

const isSameStanding = (one: Standing, other: Standing): boolean =>
  one.state === other.state &&
  one.reason === other.reason &&
  one.subjectId === other.subjectId &&
  one.episodeId === other.episodeId;

/** Calls go between the change they follow and the next; those about other plays of the subject are left out. */
function toStretches({ events, calls }: OnRecord): readonly Stretch[] {
  let next = calls.findIndex(({ at }) => events[0] !== undefined && at >= events[0].at);
  return events.map((event, index) => {
    const following = events[index + 1];
    const own: PossibleCall[] = [];
    for (let call = calls[next]; call !== undefined; call = calls[next]) {
      if (following !== undefined && !isBefore(call, following, event)) break;
      if (isAbout(call, event)) own.push(call);
      next += 1;
    }
    return { event, from: events[index - 1] ?? justSeen, calls: own };
  });
}

/** At the same millisecond: what is to be marked or sent is said before anything is asked, what came of it after. */
const isBefore = ({ at }: PossibleCall, event: PlayEvent, from: Standing): boolean =>
  at < event.at ||
  (at.getTime() === event.at.getTime() && isToBeMarked(from) && event.state !== 'sent');

/** Records of events begin later than this play, or its earlier ones are not shown. */
const hasGap = ({ events: [first], isWhole, now }: OnRecord): boolean =>
  first === undefined
    ? now.state !== 'seen'
    : !isWhole || ['seen', 'sent', 'proven'].includes(first.state);

/** What a play that nobody had decided about became, but by the settings. */
const isDecision = ({ from, event }: Stretch): boolean =>
  from.state === 'seen' &&
  (event.state === 'planned' ||
    event.state === 'parked' ||
    (event.state === 'excluded' && event.reason !== 'filtered'));

function toSteps(stretch: Stretch, record: OnRecord): readonly ChainStep[] {
  const { event, from, calls } = stretch;
  const read = readAt(record, event.at);
  const why = returnOf(from, event, { at: event.at, byRead: read !== null });
  const runId = isOfRun(event, why) ? event.runId : null;
  const moved = {
    kind: 'moved',
    at: event.at,
    runId,
    read,
    to: event,
    why,
  } as const;
  const missing = { kind: 'answer-missing', at: event.at, runId, to: event } as const;
  return [
    moved,
    ...(lacksAnswer(stretch) ? [missing] : []),
    ...calls.map((call) => ({ kind: 'called', at: call.at, call: toKept(call) }) as const),
  ];
}

/** What the ledger takes back, lets in again or sets aside by the settings bears the run that had moved it before. */
const isOfRun = ({ state, reason }: Standing, why: Return | null): boolean =>
  (why === null || why === 'read-back-disagrees') && state !== 'removed' && reason !== 'filtered';

const writes: readonly string[] = ['collect', 'mark-episodes', 'mark-episode'];

/** After it was said that a mark is being sent, the first call on record is the sending of it. */
const lacksAnswer = ({ event, calls: [first] }: Stretch): boolean =>
  event.state === 'sent' && (first === undefined || !writes.includes(first.call));

const toKept = ({ episodeIds, ...call }: PossibleCall) => ({
  ...call,
  namesIt: episodeIds.length > 0,
});

/** What a read brings into the ledger bears the time of that very transaction. */
const readAt = ({ reads }: OnRecord, at: Date): LedgerRead | null =>
  reads.find((read) => read.at.getTime() === at.getTime()) ?? null;

const readBackOf = ({ events, syncedAt, now }: OnRecord): readonly ChainStep[] =>
  syncedAt === null || now.state !== 'proven' || events.some(({ state }) => state === 'proven')
    ? []
    : [{ kind: 'read-back', at: syncedAt }];

/** Decisions about the item that came while this play was not in question. */
function withOtherDecisions(
  steps: readonly ChainStep[],
  { decisions, observedAt }: OnRecord,
): readonly ChainStep[] {
  const told = new Set(steps.map((step) => (step.kind === 'decided' ? step.decision : null)));
  const others = decisions.flatMap((decision) =>
    decision.since === null || decision.since < observedAt || told.has(decision)
      ? []
      : [{ kind: 'decided-anew', at: decision.since, decision } as const],
  );
  return others.reduce<readonly ChainStep[]>((chain, other) => {
    const place = chain.findIndex(({ at }) => at > other.at);
    return place < 0 ? [...chain, other] : chain.toSpliced(place, 0, other);
  }, steps);
}
