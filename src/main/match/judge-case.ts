import type { Decision, EpisodeRow, Facts } from '../../areas/matching/index.js';
import type { MatchingCase } from './case-file.js';

export type Verdict = 'right' | 'parked' | 'wrong';

/** What the engine made of a case. `subject_id` is set where the subject is certain, the numbers where they are. */
export interface Got {
  readonly state: 'matched' | 'parked' | 'excluded';
  readonly reason: string | null;
  readonly subject_id: number | null;
  readonly ep: number | null;
  readonly sort: number | null;
  readonly episode_id: number | null;
}

export interface Judged {
  readonly verdict: Verdict;
  readonly got: Got;
}

/**
 * Right: the subject, and every asserted number that the pool or the id map can decide. A certain subject of which the pool
 * lists no episodes at all is held to that too: there is no row to find. Everything asserted and different is wrong.
 */
export function judgeCase(given: MatchingCase, decision: Decision, facts: Facts): Judged {
  const row = rowOf(decision, facts);
  const got = toGot(decision, row);
  return { verdict: judge(given, got, facts), got };
}

function judge(given: MatchingCase, got: Got, facts: Facts): Verdict {
  const { expected, must_not_match_subject: forbidden } = given;
  if (expected.match === 'none') return got.state === 'matched' ? 'wrong' : 'right';
  const { subject_id: subjectId } = got;
  if (subjectId === null || !(got.state === 'matched' || listsNothing(subjectId, facts)))
    return 'parked';
  const isSubject = subjectId === expected.subject_id && !forbidden.includes(subjectId);
  return isSubject && agreesInNumbers(expected, got) ? 'right' : 'wrong';
}

const numbers = ['ep', 'sort', 'episode_id'] as const;

const agreesInNumbers = (expected: MatchingCase['expected'], got: Got) =>
  numbers.every((name) => {
    const [asserted, found] = [expected[name], got[name]];
    return asserted == null || found === null || Math.abs(asserted - found) < 0.001;
  });

const listsNothing = (subjectId: number, { tables }: Facts) =>
  (tables.get(subjectId) ?? []).every(({ type }) => type !== 0);

function rowOf(decision: Decision, { tables }: Facts): EpisodeRow | undefined {
  if (decision.kind !== 'matched') return undefined;
  for (const rows of tables.values()) {
    const row = rows?.find(({ id }) => id === decision.episodeId);
    if (row !== undefined) return row;
  }
  return undefined;
}

function toGot(decision: Decision, row: EpisodeRow | undefined): Got {
  const base = { state: decision.kind, ep: null, sort: null, episode_id: null };
  switch (decision.kind) {
    case 'matched':
      return {
        ...base,
        reason: null,
        subject_id: decision.subjectId,
        ep: row?.ep ?? null,
        sort: row?.sort ?? null,
        episode_id: decision.episodeId,
      };
    case 'parked':
      return {
        ...base,
        reason: decision.reason,
        subject_id: decision.subjectId,
        ep: decision.number,
      };
    case 'excluded':
      return { ...base, reason: decision.reason, subject_id: null };
  }
}
