import { describe, expect, it } from '@jest/globals';
import { buildChain, type OnRecord } from '../../../src/areas/history/explaining/build-chain.js';
import type { KeptDecision, Standing } from '../../../src/areas/history/explaining/explanation.js';
import type { PossibleCall } from '../../../src/areas/history/explaining/play-calls.js';
import type { PlayEvent } from '../../../src/areas/history/explaining/play-events.js';

const at = (second: number): Date => new Date(Date.UTC(2026, 10, 22, 9, 0, second));

const standing = (state: Standing['state'], more: Partial<Standing> = {}): Standing => ({
  state,
  reason: null,
  subjectId: state === 'seen' ? null : 7,
  episodeId: state === 'seen' ? null : 71,
  dueAt: null,
  ...more,
});

const event = (
  second: number,
  state: Standing['state'],
  more: Partial<PlayEvent> = {},
): PlayEvent => ({
  ...standing(state),
  at: at(second),
  runId: 'run',
  mappingId: null,
  mappingAsOf: null,
  ...more,
});

const call = (
  second: number,
  name: PossibleCall['call'],
  more: Partial<PossibleCall> = {},
): PossibleCall => ({
  at: at(second),
  runId: 'run',
  subjectId: 7,
  call: name,
  episodes: 0,
  episodeIds: [],
  collection: null,
  outcome: 'answered',
  errorKind: null,
  status: null,
  ...more,
});

const mark = (second: number): PossibleCall =>
  call(second, 'mark-episodes', { episodes: 2, episodeIds: [71] });

const decision = (more: Partial<KeptDecision> = {}): KeptDecision => ({
  kind: 'matched',
  reason: null,
  subjectId: 7,
  episodeId: 71,
  evidence: [],
  candidates: [],
  previous: null,
  idMapVersion: 'map',
  decidedAt: at(1),
  since: null,
  ...more,
});

const parked: Partial<PlayEvent> = { reason: 'unmatched', subjectId: null, episodeId: null };
const undecided = decision({ kind: 'parked', ...{ ...parked, reason: 'unmatched' } });

/** Each step in a word or two. */
const told = (record: Partial<OnRecord>): readonly string[] =>
  buildChain({
    observedAt: at(0),
    syncedAt: null,
    now: record.events?.at(-1) ?? standing('seen'),
    events: [],
    isWhole: true,
    decisions: [decision()],
    mappings: new Map(),
    calls: [],
    reads: [],
    ...record,
  }).map((step) => {
    if (step.kind === 'moved')
      return step.why === null ? step.to.state : `${step.to.state} ${step.why}`;
    if (step.kind === 'called') return step.call.call;
    if (step.kind !== 'decided') return step.kind;
    if (step.decision === null) return 'decided by a person';
    return step.again ? 'decided again' : 'decided';
  });

const toProven = [event(2, 'planned'), event(4, 'sent'), event(7, 'proven')];

describe('buildChain', () => {
  it('puts calls between the changes around them, and what is said before sending first at one time', () => {
    const calls = [call(3, 'collect'), mark(4), call(7, 'read-states')];
    expect(told({ events: toProven, calls })).toEqual([
      ...['observed', 'decided', 'planned', 'collect', 'sent', 'mark-episodes', 'read-states'],
      'proven',
    ]);
  });

  it.each<[string, PossibleCall]>([
    ['before it was matched', call(1, 'read-states')],
    ['after it was proven', call(8, 'read-states')],
    ['about another subject', call(5, 'read-states', { subjectId: 8 })],
    ['about another episode', call(5, 'mark-episode', { episodes: 1 })],
  ])('leaves out a call %s', (_what, other) => {
    const calls = [mark(5), other].toSorted((a, b) => a.at.getTime() - b.at.getTime());
    expect(told({ events: toProven, calls })).toEqual([
      ...['observed', 'decided', 'planned', 'sent', 'mark-episodes', 'proven'],
    ]);
  });

  it.each<[string, readonly PossibleCall[]]>([
    ['nothing', []],
    ['a read', [call(6, 'read-states')]],
  ])('says that an answer is missing where %s follows what was sent', (_what, calls) => {
    expect(told({ events: toProven, calls })).toContain('answer-missing');
    expect(told({ events: toProven.slice(0, 2), calls })).toContain('answer-missing');
  });

  it('tells decisions where this play was looked at, repeated ones as such, and others at their time', () => {
    const events = [
      event(2, 'parked', parked),
      event(3, 'seen'),
      event(4, 'parked', parked),
      event(6, 'seen'),
      event(7, 'planned'),
      event(8, 'proven'),
    ];
    const decisions = [
      undecided,
      decision({ since: at(6) }),
      decision({ subjectId: 9, since: at(9) }),
    ];
    expect(told({ events, decisions })).toEqual([
      ...['observed', 'decided', 'parked', 'seen map-or-asked', 'decided again', 'parked'],
      ...['seen map-or-asked', 'decided', 'planned', 'proven', 'decided-anew'],
    ]);
  });

  it('takes what no decision of that time says for decided by a person', () => {
    const later = [undecided, decision({ since: at(5) })];
    expect(told({ events: toProven, decisions: later })[1]).toBe('decided by a person');
    const ignored = event(2, 'excluded', { ...parked, reason: 'ignored-by-user' });
    expect(told({ events: [ignored] })[1]).toBe('decided by a person');
    const filtered = event(2, 'excluded', { ...parked, reason: 'filtered' });
    expect(told({ events: [filtered] })).toEqual(['observed', 'excluded']);
  });

  it.each<[string, PlayEvent, PlayEvent]>([
    ['seen its-time', event(1, 'parked', { reason: 'refused', dueAt: at(2) }), event(3, 'seen')],
    ['seen asked', event(1, 'parked', { reason: 'refused', dueAt: at(9) }), event(3, 'seen')],
    ['planned next-run', event(1, 'parked', { reason: 'upstream-down' }), event(3, 'planned')],
    ['seen settings', event(1, 'excluded', { reason: 'filtered' }), event(3, 'seen')],
    ['seen back-at-source', event(1, 'removed'), event(3, 'seen')],
    ['seen changed-at-source', event(1, 'proven'), event(3, 'seen')],
    ['planned read-back-disagrees', event(1, 'sent'), event(3, 'planned')],
  ])('says why it went back into line: %s', (why, before, after) => {
    expect(told({ events: [before, after] })).toContain(why);
  });

  it('says where records do not reach, and that a read-back is known all the same', () => {
    const now = standing('proven');
    expect(told({ now, syncedAt: at(5) })).toEqual(['observed', 'unrecorded', 'read-back']);
    expect(told({ events: toProven, isWhole: false })).toContain('unrecorded');
    expect(told({ events: toProven })).not.toContain('unrecorded');
  });
});
