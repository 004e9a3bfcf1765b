import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';

import {
  loadExpected,
  loadScenario,
  startBangumiSimulator,
  startTraktSimulator,
  type BangumiSimulator,
  type Expected,
  type Scenario,
  type TraktSimulator,
} from '../../../src/simulators/index.js';

const historyPage = z.array(
  z.looseObject({
    id: z.number(),
    episode: z.looseObject({ first_aired: z.string() }).optional(),
  }),
);
const episodePage = z.looseObject({
  data: z.array(z.looseObject({ id: z.number(), airdate: z.string(), subject_id: z.number() })),
});
type HistoryRow = z.output<typeof historyPage>[number];

const traktHeaders = {
  'user-agent': 'tests/1.0',
  'trakt-api-version': '2',
  'trakt-api-key': 'any',
  authorization: 'Bearer demo-trakt-token',
};

async function readHistory(url: string): Promise<HistoryRow[]> {
  const rows: HistoryRow[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await fetch(`${url}/sync/history?extended=full&limit=250&page=${page}`, {
      headers: traktHeaders,
    });
    rows.push(...historyPage.parse(await answer.json()));
    if (page >= Number(answer.headers.get('x-pagination-page-count'))) return rows;
  }
}

describe('the demo scenario', () => {
  let scenario: Scenario;
  let expected: Expected;
  let trakt: TraktSimulator;
  let bangumi: BangumiSimulator;

  beforeAll(async () => {
    [scenario, expected] = await Promise.all([loadScenario('demo'), loadExpected('demo')]);
  });
  beforeEach(async () => {
    trakt = await startTraktSimulator({ scenario });
    bangumi = await startBangumiSimulator({ scenario });
  });
  afterEach(() => Promise.all([trakt.stop(), bangumi.stop()]));

  it('is what its script makes', async () => {
    const run = promisify(execFile)('node', ['scripts/make-demo-scenario.mjs', '--check']);

    await expect(run).resolves.toBeDefined();
  });

  it('has more than two pages of plays, each with an expected state', async () => {
    const history = await readHistory(trakt.url);

    expect(history.length).toBeGreaterThan(600);
    expect(trakt.counts()).toEqual({ 'GET /sync/history': 3 });
    expect(new Set(history.map((row) => String(row.id)))).toEqual(
      new Set(Object.keys(expected.plays)),
    );
  });

  it('can be proven for at least 95 % of the plays that have a Bangumi subject', () => {
    expect(expected.summary.proven / expected.summary.withSubject).toBeGreaterThan(0.95);
    expect(expected.summary.plays).toBe(Object.keys(expected.plays).length);
  });

  it('airs each provable episode on the day its row says, give or take the night slot', async () => {
    const rows = new Map<number, { readonly airdate: string; readonly subject_id: number }>();
    for (const { id } of scenario.bangumi.subjects) {
      const answer = await fetch(`${bangumi.url}/v0/episodes?subject_id=${id}&limit=1000`, {
        headers: { 'user-agent': 'tests/1.0' },
      });
      const page = episodePage.parse(await answer.json());
      for (const row of page.data) rows.set(row.id, row);
    }
    const farApart = (await readHistory(trakt.url)).filter((play) => {
      const verdict = expected.plays[String(play.id)];
      if (verdict?.state !== 'proven' || play.episode === undefined) return false;
      const row = rows.get(verdict.episodeId);
      const days =
        Math.abs(Date.parse(row?.airdate ?? '') - Date.parse(play.episode.first_aired)) /
        86_400_000;
      return row?.subject_id !== verdict.subjectId || !(days < 1.7);
    });

    expect(farApart).toEqual([]);
  });

  it('keeps in the end what the user had on Bangumi before', () => {
    const before = bangumi.finalState();

    expect(expected.bangumi.collections).toMatchObject(before.collections);
    expect(expected.bangumi.episodes).toMatchObject(before.episodes);
    expect(before).toMatchObject({
      collections: { 364450: { type: 2, rate: 9 }, 118335: { type: 4 }, 309311: { private: true } },
      timelineEntries: 0,
    });
  });
});
