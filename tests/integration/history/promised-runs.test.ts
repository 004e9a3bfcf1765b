import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { anAnime } from '../../support/scenario-builders.js';
import { withPeople } from '../../support/with-people.js';

const series = anAnime(1);

describe('runs that have not begun', () => {
  const world = withPeople({ titles: [series] });

  it('are found by everybody who was promised one, while a cancelled one still ends', async () => {
    const { watchflow, trakt, someone } = world();
    const ann = await someone();
    ann.watch(series);
    const held = trakt.faults.add({
      match: { path: '/sync/history' },
      times: 1,
      fault: { kind: 'delay', ms: 1500 },
    });
    const { runId } = await ann.ask();
    await eventually(async () => Promise.resolve(held.fired() > 0 ? true : undefined), 'reading');
    const waiting = await ann.ask('full');
    const [late, promised] = await watchflow.db.$transaction(
      async (tx) => {
        // Closing waits for its row.
        await tx.$queryRaw`SELECT id FROM sync_runs WHERE id = ${runId}::uuid FOR UPDATE`;
        await watchflow.syncs.cancel(ann.userId);
        await eventually(async () => {
          const progress = await watchflow.syncs.progress(ann.userId);
          return progress?.phase === 'closing' ? true : undefined;
        }, 'the run to be closing');
        const asked = await ann.ask();
        return [asked, await watchflow.syncs.progress(ann.userId)] as const;
      },
      { timeout: 20_000 },
    );
    expect(promised?.queuedRuns).toEqual(expect.arrayContaining([waiting.runId, late.runId]));
    expect(await ann.closed(waiting.runId)).toMatchObject({ status: 'cancelled' });
    expect(await ann.closed(late.runId)).toMatchObject({ status: 'success' });
  });
});
