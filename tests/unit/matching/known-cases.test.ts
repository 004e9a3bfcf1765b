import { beforeAll, describe, expect, it } from '@jest/globals';
import { createIdMap, loadIdMap } from '../../../src/areas/matching/index.js';
import type { Decision, EpisodeTables, IdMap } from '../../../src/areas/matching/index.js';
import { decide } from '../../support/matching/decide.js';
import { collectLog } from '../../support/collect-log.js';
import { readMatchingCases, toItem } from '../../support/matching/matching-cases.js';
import type { MatchingCase } from '../../support/matching/matching-cases.js';

const { cases, mapItems, tables } = readMatchingCases();
const withDefaultNumbers = cases.map((given) => ({ given, item: toItem(given), name: given.id }));
const withOtherNumbers = cases.flatMap((given) =>
  given.alternate_inputs.map((numbers) => ({
    given,
    item: toItem(given, numbers),
    name: `${given.id} (${numbers.numbering})`,
  })),
);

type Verdict = 'right' | 'parked' | 'wrong';

function judge({ expected }: MatchingCase, decision: Decision): Verdict {
  if (decision.kind !== 'matched') return expected.match === 'none' ? 'right' : 'parked';
  if (decision.subjectId !== expected.subject_id) return 'wrong';
  if (expected.match === 'subject') return 'right';
  const row = tables.get(decision.subjectId)?.find(({ id }) => id === decision.episodeId);
  const isSame = (asserted: number | null | undefined, found: number | undefined) =>
    asserted == null || Math.abs(asserted - (found ?? Number.NaN)) < 0.001;
  return isSame(expected.ep, row?.ep) && isSame(expected.sort, row?.sort) ? 'right' : 'wrong';
}

function judgeAll(given: typeof withDefaultNumbers, idMap: IdMap, rows: EpisodeTables = tables) {
  const verdicts = given.map(({ given: each, item, name }) => ({
    name,
    verdict: judge(each, decide(item, idMap, rows)),
  }));
  const named = (verdict: Verdict) =>
    verdicts
      .filter((each) => each.verdict === verdict)
      .map(({ name }) => name)
      .sort();
  return { right: named('right'), parked: named('parked'), wrong: named('wrong') };
}

/** In no id map (live action, western animation), or with neither a date nor a season of the map. */
const undecidable = ['hxh2011-s2e63', 'love-death-robots-s3e9', 'the-boys-s3e6'];
/** Broadcast after the packaged map was made. */
const newerThanPackaged = ['elusive-samurai-s2e6', 'mushoku-s3e1', 'rezero-s1e79'];
/** Episode numbers of another order than Trakt's, without a date or with one the numbers do not bear out. */
const undecidableOtherwise = [
  'conan-s1e500 (tvdb)',
  'hxh2011-s2e63 (tvdb)',
  'monogatari-s0e18 (tvdb)',
];

const fresh = createIdMap(mapItems, 'of the cases');
let packaged: IdMap;
beforeAll(async () => {
  packaged = await loadIdMap({ log: collectLog().log });
});

describe('the known cases', () => {
  it('are right or parked, never wrong, with an id map that names start episodes', () => {
    const { right, parked, wrong } = judgeAll(withDefaultNumbers, fresh);
    expect(wrong).toEqual([]);
    expect(parked).toEqual(undecidable);
    expect(right).toHaveLength(25);
  });

  it('are right or parked, never wrong, with the packaged id map', () => {
    const { right, parked, wrong } = judgeAll(withDefaultNumbers, packaged);
    expect(wrong).toEqual([]);
    expect(parked).toEqual([...undecidable, ...newerThanPackaged].sort());
    expect(right).toHaveLength(22);
  });

  it('are never wrong under the numbering of another catalogue', () => {
    const { parked, wrong } = judgeAll(withOtherNumbers, fresh);
    expect(wrong).toEqual([]);
    expect(parked).toEqual(undecidableOtherwise);
    expect(judgeAll(withOtherNumbers, packaged).wrong).toEqual([]);
  });

  it('are never wrong when the date is not known', () => {
    const undated = [...withDefaultNumbers, ...withOtherNumbers].map(({ given, item, name }) => ({
      given,
      name,
      item: item.kind === 'episode' ? { ...item, firstAired: null } : { ...item, released: null },
    }));
    expect(judgeAll(undated, fresh).wrong).toEqual([]);
    expect(judgeAll(undated, packaged).wrong).toEqual([]);
  });

  it('are never wrong when Bangumi has no dates', () => {
    const undated = new Map(
      [...tables].map(([id, rows]) => [id, rows.map((row) => ({ ...row, airdate: null }))]),
    );
    expect(judgeAll([...withDefaultNumbers, ...withOtherNumbers], fresh, undated).wrong).toEqual(
      [],
    );
    expect(judgeAll([...withDefaultNumbers, ...withOtherNumbers], packaged, undated).wrong).toEqual(
      [],
    );
  });
});
