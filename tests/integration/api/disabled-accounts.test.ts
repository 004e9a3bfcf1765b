import { beforeAll, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { historyScheduleId } from '../../../src/workflows/contract.js';
import { eventually } from '../../support/eventually.js';
import { anAnime } from '../../support/scenario-builders.js';
import { requestsOf, withPeople, type Person } from '../../support/with-people.js';

const series = anAnime(1);
const world = withPeople({ titles: [series] });

let address = '';
beforeAll(async () => {
  address = await serveApi(world().watchflow);
});

const callWith = (key: string) => (method: string, path: string, data?: object) =>
  axios.request<unknown>({
    method,
    url: `${address}${path}`,
    headers: { authorization: `Bearer ${key}` },
    validateStatus: () => true,
    proxy: false,
    ...(data === undefined ? {} : { data }),
  });

/** As an administrator. */
const setDisabled = async ({ userId }: Person, disabled: boolean) => {
  const path = `/api/v1/users/${userId}`;
  const { status } = await callWith(world().apiKey)('patch', path, { disabled });
  expect(status).toBe(200);
};

/** With a schedule, and a key of theirs. */
const aPerson = async () => {
  const { someone, watchflow } = world();
  const person = await someone();
  await watchflow.schedules.follow('history', person.userId);
  const wish = { name: 'theirs', scopes: ['*'] };
  const { key } = await watchflow.accounts.keys.create(person.userId, wish);
  const pause = async () => (await watchflow.schedules.look('history', person.userId))?.pause;
  return { person, call: callWith(key), pause };
};

describe('the schedule of a disabled account', () => {
  it('is paused with the reason, and runs again once the account is enabled', async () => {
    const { person, call, pause } = await aPerson();
    await setDisabled(person, true);
    expect(await pause()).toMatchObject({ by: 'account' });
    expect(await world().watchflow.schedules.describe('history', person.userId)).toMatchObject({
      pauseNote: 'watchflow: the account is disabled',
    });
    expect(await world().watchflow.schedules.resume('history', person.userId, asAdmin)).toEqual({
      outcome: 'held',
      pause: expect.objectContaining({ by: 'account' }),
    });
    expect(await world().watchflow.schedules.reconcile()).toMatchObject({ updated: 0, failed: 0 });
    await setDisabled(person, false);
    expect(await pause()).toBeNull();
    expect((await call('get', '/api/v1/schedules/history')).data).toMatchObject({
      state: 'running',
    });
  });

  it('keeps the pause that somebody else made, before or meanwhile', async () => {
    const { schedules } = world().watchflow;
    const [before, meanwhile] = [await aPerson(), await aPerson()];
    await before.call('post', '/api/v1/schedules/history/pause', { reason: 'holiday' });
    await setDisabled(before.person, true);
    await setDisabled(meanwhile.person, true);
    const asking = { by: 'operator', reason: 'moving house', isAdmin: true } as const;
    expect(await schedules.pause('history', meanwhile.person.userId, asking)).toEqual({
      outcome: 'done',
    });
    await setDisabled(before.person, false);
    await setDisabled(meanwhile.person, false);
    expect(await before.pause()).toMatchObject({ by: 'person', reason: 'holiday' });
    expect(await meanwhile.pause()).toMatchObject({ by: 'operator', reason: 'moving house' });
    await before.call('post', '/api/v1/schedules/history/resume', {});
    expect(await before.pause()).toBeNull();
  });

  it('is found by the next look when Temporal could not be told', async () => {
    const { person, pause } = await aPerson();
    const { watchflow } = world();
    const disable = (disabled: boolean) =>
      watchflow.accounts.people.change(person.userId, { disabled });
    await disable(true);
    expect(await pause()).toBeNull();
    await watchflow.schedules.watch();
    expect(await pause()).toMatchObject({ by: 'account' });
    await disable(false);
    await watchflow.schedules.watch();
    expect(await pause()).toBeNull();
  });
});

const asAdmin = { by: 'person', reason: 'now', isAdmin: true } as const;

describe('while an account is disabled', () => {
  it('a due time that comes all the same asks nobody anything', async () => {
    const { person } = await aPerson();
    const { watchflow, trakt, bangumi } = world();
    person.watch(series);
    await setDisabled(person, true);
    trakt.resetCounts();
    bangumi.resetCounts();
    await watchflow.schedules.trigger('history', person.userId);
    const tick = await eventually(
      async () =>
        (await watchflow.history.ticks.latest(historyScheduleId(person.userId))) ?? undefined,
      'the tick to be recorded',
    );
    expect(tick).toMatchObject({ outcome: 'skipped', why: 'account-disabled' });
    expect(requestsOf(world())).toMatchObject({ trakt: 0, bangumi: 0 });
    expect((await watchflow.scheduleBook.summary(person.userId)).lastError).toBeNull();
  });

  it('its own key asks for nothing, and a sync asked for in its name comes to nothing', async () => {
    const { person, call } = await aPerson();
    const { trakt, bangumi } = world();
    person.watch(series);
    await setDisabled(person, true);
    const { status } = await call('post', '/api/trakt/sync/manual', { mode: 'normal' });
    expect(status).toBe(401);
    trakt.resetCounts();
    bangumi.resetCounts();
    const { runId } = await person.ask();
    expect(await person.closed(runId)).toMatchObject({
      status: 'cancelled',
      advice: expect.stringContaining('disabled'),
    });
    expect(requestsOf(world())).toMatchObject({ trakt: 0, bangumi: 0 });
    await setDisabled(person, false);
    expect(await person.sync()).toMatchObject({ status: 'success' });
  });
});

describe('a sync under way', () => {
  it('is cancelled when the account is disabled, and goes on from there once it is enabled', async () => {
    const { person } = await aPerson();
    const { bangumi } = world();
    person.watch(series, { count: 3 });
    const held = bangumi.faults.add({
      match: { method: 'PATCH' },
      times: 1,
      fault: { kind: 'delay', ms: 1_500 },
    });
    const { runId } = await person.ask();
    await eventually(() => Promise.resolve(held.fired() > 0 ? true : undefined), 'the write');
    await setDisabled(person, true);
    expect(await person.closed(runId)).toMatchObject({ status: 'cancelled' });
    await setDisabled(person, false);
    expect(await person.sync()).toMatchObject({
      status: 'success',
      certificate: { plays: { proven: 3 } },
    });
    expect(person.written()).toMatchObject({ sent: 3 });
  });
});
