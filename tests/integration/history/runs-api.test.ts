import { beforeAll, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { runRetrySchema } from '../../../src/api/contract/runs/run-acts.js';
import { runItemsSchema } from '../../../src/api/contract/runs/run-items.js';
import { runProgressSchema } from '../../../src/api/contract/runs/run-state.js';
import { runSchema } from '../../../src/api/contract/run.js';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { anAnime } from '../../support/scenario-builders.js';
import { withPeople, type Person } from '../../support/with-people.js';

const series = anAnime(1);
const other = anAnime(2);
const unknown = anAnime(3, { hasTmdb: false });

describe('runs by the API, over the real thing', () => {
  const world = withPeople({ titles: [series, other, unknown] });
  let address = '';
  beforeAll(async () => {
    address = await serveApi(world().watchflow);
  });

  /** Sends with a key of this person. */
  const as = async ({ userId }: Person) => {
    const wish = { name: 'runs', scopes: ['sync:read', 'sync:run'] };
    const { key } = await world().watchflow.accounts.keys.create(userId, wish);
    const authorization = `Bearer ${key}`;
    return {
      authorization,
      call: async (method: string, path: string, headers: Readonly<Record<string, string>> = {}) =>
        axios.request<unknown>({
          method,
          url: `${address}/api/v1/runs${path}`,
          headers: { authorization, ...headers },
          validateStatus: () => true,
          proxy: false,
        }),
    };
  };

  /** Every event of a run, to the end of the stream. */
  const eventsOf = async (runId: string, authorization: string) => {
    const answer = await fetch(`${address}/api/v1/runs/${runId}/events`, {
      headers: { authorization },
    });
    const events = (await answer.text()).matchAll(/^event: (.*)\ndata: (.*)$/gm);
    return [...events].map(([, event, data = '']) => ({
      event,
      data: JSON.parse(data) as unknown,
    }));
  };

  const itemsOf = async (person: Person, path: string) => {
    const { data } = await (await as(person)).call('get', path);
    return runItemsSchema.parse(data);
  };

  it('tells of a sync as it goes on, to its certificate, and then of each play', async () => {
    const ann = await world().someone();
    ann.watch(series, { count: 3 });
    const { call, authorization } = await as(ann);
    world().bangumi.faults.add({
      match: { method: 'PATCH' },
      times: 1,
      fault: { kind: 'delay', ms: 3000 },
    });
    const asked = await call('post', '');
    const { run_id: runId } = asked.data as { run_id: string };
    expect([asked.status, asked.headers['location']]).toEqual([202, `/api/v1/runs/${runId}`]);
    const events = await eventsOf(runId, authorization);
    const marking = events
      .filter(({ event }) => event === 'progress')
      .map(({ data }) => runProgressSchema.parse(data))
      .find(({ progress }) => progress?.phase === 'marking');
    expect(marking).toMatchObject({
      state: 'running',
      progress: { subjects: { done: 0, total: 1 } },
      current_title: 'Anime 1',
      eta: null,
    });
    expect(runSchema.parse(events.at(-1)?.data)).toMatchObject({
      id: runId,
      status: 'success',
      certificate: { complete: true, plays: { proven: 3 } },
    });
    expect(events.filter(({ event }) => event === 'end')).toHaveLength(1);

    const first = await itemsOf(ann, `/${runId}/items?limit=2`);
    const rest = await itemsOf(ann, `/${runId}/items?limit=2&cursor=${first.next_cursor}`);
    expect([first.items.length, rest.items.length, rest.next_cursor]).toEqual([2, 1, null]);
    const items = [...first.items, ...rest.items].sort((a, b) => (a.number ?? 0) - (b.number ?? 0));
    expect(items).toMatchObject(
      [1, 2, 3].map((number) => ({
        title: 'Anime 1',
        season: 1,
        number,
        state: 'proven',
        subject_id: series.subjectId,
        episode_id: series.row(number),
      })),
    );
    expect(await itemsOf(ann, `/${runId}/items?state=parked`)).toMatchObject({ items: [] });
    const strange = Buffer.from('2026-01-01T00:00:00.000Z x').toString('base64url');
    expect((await call('get', `/${runId}/items?cursor=${strange}`)).status).toBe(400);
    expect((await call('post', `/${runId}/cancel`)).data).toMatchObject({ code: 'run-ended' });
  }, 30_000);

  it('tries again exactly what a run parked, once however often it is asked', async () => {
    const ann = await world().someone();
    const [refusedPlay = '', provenPlay = '', unmatched = ''] = [
      ...ann.watch(series),
      ...ann.watch(other),
      ...ann.watch(unknown),
    ];
    const refusing = world().bangumi.faults.add({
      match: { method: 'POST', path: new RegExp(`/collections/${series.subjectId}`) },
      fault: { kind: 'status', status: 400, body: { title: 'Bad Request' } },
    });
    const { id: runId } = await ann.sync();
    refusing.remove();
    const parked = await itemsOf(ann, `/${runId}/items?state=parked`);
    expect(
      Object.fromEntries(parked.items.map(({ source_ref: ref, reason }) => [ref, reason])),
    ).toEqual({ [refusedPlay]: 'refused', [unmatched]: 'unmatched' });
    expect(await ann.sync()).toMatchObject({ status: 'unchanged' });

    const bob = await world().someone();
    expect((await (await as(bob)).call('post', `/${runId}/retry`)).status).toBe(404);
    const { call } = await as(ann);
    const twice = { 'idempotency-key': 'again' };
    const answer = await call('post', `/${runId}/retry`, twice);
    expect(answer.status).toBe(202);
    const retry = runRetrySchema.parse(answer.data);
    expect(retry).toMatchObject({ retried_run_id: runId, released: 2, left_over: 0 });
    const again = await call('post', `/${runId}/retry`, twice);
    expect([again.data, again.headers['idempotency-replayed']]).toEqual([answer.data, 'true']);

    await ann.closed(retry.run_id);
    const plays = await ann.plays();
    expect(plays[refusedPlay]).toMatchObject({ state: 'proven' });
    expect(plays[provenPlay]).toMatchObject({ state: 'proven' });
    expect(plays[unmatched]).toMatchObject({ state: 'parked', reason: 'unmatched' });
    const moved = await itemsOf(ann, `/${retry.run_id}/items`);
    expect(moved.items.map(({ source_ref: ref }) => ref).sort()).toEqual(
      [refusedPlay, unmatched].sort(),
    );
  }, 30_000);
});
