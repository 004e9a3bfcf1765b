import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { withProcesses } from '../../support/process/spawn-watchflow.js';
import { startWorker as startWorkerOf } from '../../support/process/start-worker.js';
import { anAnime } from '../../support/scenario-builders.js';
import { withPeople } from '../../support/with-people.js';

const series = anAnime(1);

describe('a sync asked for after a cancellation that no worker has taken up yet', () => {
  const world = withPeople({ titles: [series], workers: false });
  const spawn = withProcesses();

  const startWorker = () => startWorkerOf(world(), spawn);

  it('is not cancelled with those that waited before it', async () => {
    const { bangumi, watchflow, someone } = world();
    const ann = await someone();
    ann.watch(series);
    const held = bangumi.faults.add({
      match: { method: 'PATCH' },
      times: 1,
      fault: { kind: 'delay', ms: 1500 },
    });
    const worker = await startWorker();
    await ann.ask();
    await eventually(() => Promise.resolve(held.fired() > 0 ? true : undefined), 'the write');
    ann.watch(series, { from: 2, at: '2026-11-03T12:00:00.000Z' });
    const before = await ann.ask();
    expect(before.outcome).toBe('queued');
    worker.kill('SIGTERM');
    await worker.ended;

    expect(await watchflow.syncs.cancel(ann.userId)).toBe('cancelling');
    // The next worker finds the cancellation and the request in one task.
    const [after] = await Promise.all([ann.ask(), startWorker()]);
    expect(after).toMatchObject({ outcome: 'queued' });
    expect(after.runId).not.toBe(before.runId);
    expect(await ann.closed(before.runId)).toMatchObject({ status: 'cancelled' });
    expect(await ann.closed(after.runId)).toMatchObject({
      status: 'success',
      certificate: { plays: { proven: 2 } },
    });
  });
});
