import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { compareWithExpected } from '../../../src/main/demo/compare-with-expected.js';
import { followRun } from '../../../src/main/follow-run.js';
import type { SyncMode, SyncRunView } from '../../../src/areas/history/index.js';
import { loadExpected, loadScenario } from '../../../src/simulators/index.js';
import { withWatchflow } from '../../support/with-watchflow.js';

const totalOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

describe('a sync of the demo scenario', () => {
  const world = withWatchflow({ scenario: () => loadScenario('demo') });

  const sync = async (mode: SyncMode = 'normal'): Promise<SyncRunView> => {
    const { watchflow, userId, trakt, bangumi } = world();
    trakt.resetCounts();
    bangumi.resetCounts();
    const { runId } = await watchflow.syncs.request(userId, {
      requestId: randomUUID(),
      mode,
      trigger: 'manual',
    });
    return followRun(watchflow, userId, { runId, since: new Date(0), onProgress: () => undefined });
  };

  it('ends as expected, with a complete certificate and within its requests', async () => {
    const { watchflow, userId, trakt, bangumi } = world();
    const run = await sync();
    expect(run).toMatchObject({
      status: 'success',
      certificate: { complete: true, differences: [] },
    });
    const standings = await watchflow.history.standings(userId);
    expect(
      compareWithExpected(await loadExpected('demo'), standings, bangumi.finalState()),
    ).toEqual([]);
    const pages = Math.ceil(standings.length / 250);
    expect(totalOf(trakt.counts())).toBeLessThanOrEqual(pages + 3);
    const { 'GET /v0/episodes': tables = 0, ...others } = bangumi.counts();
    expect(totalOf(others)).toBeLessThanOrEqual(4 * (run.certificate?.subjects ?? 0));
    // One for each subject, and the two that a person has to choose between.
    expect(tables).toBeLessThanOrEqual((run.certificate?.subjects ?? 0) + 2);
    expect(run.requests).toMatchObject({
      trakt: totalOf(trakt.counts()),
      bangumi: totalOf(bangumi.counts()),
    });
  });

  it('asks once and changes nothing when nothing is new', async () => {
    const { trakt, bangumi } = world();
    const before = bangumi.finalState();
    const run = await sync();
    expect(run).toMatchObject({ status: 'unchanged', certificate: { complete: true } });
    expect(totalOf(trakt.counts()) + totalOf(bangumi.counts())).toBe(1);
    expect(bangumi.finalState()).toEqual(before);
  });
});
