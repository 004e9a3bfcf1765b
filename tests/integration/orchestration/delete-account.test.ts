import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { composeAccountDeletion } from '../../../src/main/compose/account-deletion.js';
import { historyWorkflowId } from '../../../src/workflows/contract.js';
import { plantRows } from '../../support/plant-rows.js';
import { anAnime } from '../../support/scenario-builders.js';
import { withPeople } from '../../support/with-people.js';
import { eventually } from '../../support/eventually.js';
import { findIn, placesInDatabase } from '../secrets/places.js';

const series = anAnime(1);
const world = withPeople({ titles: [series] });

/** Tables that still name the person; audit records stay, with the bare id. */
async function whereIs(userId: string): Promise<string[]> {
  const places = await placesInDatabase(world().watchflow.runtime.databaseUrl);
  return findIn(places, { userId }).filter((found) => !found.endsWith('public.audit_logs'));
}

const scheduleOf = (userId: string) =>
  world()
    .watchflow.schedules.describe('history', userId)
    .then((found) => found !== undefined);

const keep = (userId: string, text: string) =>
  world().watchflow.files.receive(
    { userId, name: 'kept', contentType: 'text/plain' },
    Readable.from([Buffer.from(text)]),
  );

/** Of each object of a file, its size. */
async function bytesKept(): Promise<number[]> {
  const backend = world().watchflow.storage.backendOf('files');
  return (await backend.query({ prefix: 'files/', limit: 100 })).items.map(({ size }) => size);
}

describe('deleting an account', () => {
  it('removes every row of the person in every table, the schedule, and what runs', async () => {
    const { watchflow, bangumi } = world();
    const [someone, other] = [await world().someone(), await world().someone()];
    someone.watch(series, { count: 3 });
    await someone.sync();
    await watchflow.schedules.follow('history', someone.userId);
    expect(await scheduleOf(someone.userId)).toBe(true);
    await keep(someone.userId, 'theirs');
    await keep(other.userId, 'of another');
    await plantRows(watchflow.runtime.databaseUrl, someone.userId);
    bangumi.faults.add({ match: { method: 'PATCH' }, fault: { kind: 'delay', ms: 500 } });
    someone.watch(series, { from: 4, count: 3, at: '2026-11-02T12:00:00.000Z' });
    await someone.ask('normal', randomUUID());

    const deletion = composeAccountDeletion(watchflow);
    const outcome = await deletion.delete(someone.userId);
    expect(['deleted', 'deleting']).toContain(outcome);
    await eventually(
      async () => ((await whereIs(someone.userId)).length === 0 ? true : undefined),
      'the last row of the person',
    );
    expect(await bytesKept()).toEqual(['of another'.length]);
    expect(await scheduleOf(someone.userId)).toBe(false);
    const workflow = watchflow.temporal.client.workflow.getHandle(
      historyWorkflowId(someone.userId),
    );
    expect((await workflow.describe()).status.name).not.toBe('RUNNING');
    await expect(deletion.delete(someone.userId)).rejects.toThrow('no such account');
  }, 60_000);

  it('is finished by the next start when a process dies in the middle', async () => {
    const { watchflow } = world();
    const [gone, other] = [await world().someone(), await world().someone()];
    await plantRows(watchflow.runtime.databaseUrl, gone.userId);
    expect(await watchflow.accounts.deletion.mark(gone.userId)).toBe(true);
    await composeAccountDeletion(watchflow).finish();
    expect(await whereIs(gone.userId)).toEqual([]);
    expect((await whereIs(other.userId)).length).toBeGreaterThan(1);
  }, 60_000);

  it('goes on where the bytes of its files cannot be reached, and leaves those to the job', async () => {
    const { watchflow } = world();
    const gone = await world().someone();
    await keep(gone.userId, 'out of reach');
    const removeAllOf = () => Promise.reject(new Error('the backend is away'));
    const parts = { ...watchflow, files: { removeAllOf } };
    expect(await composeAccountDeletion(parts).delete(gone.userId)).toBe('deleted');
    expect(await whereIs(gone.userId)).toEqual([]);
    expect(await bytesKept()).toContain('out of reach'.length);
    const before = await watchflow.files.orphans(10);
    await watchflow.files.reconcile();
    expect(await watchflow.files.orphans(10)).toHaveLength(before.length + 1);
  }, 60_000);
});
