import { beforeAll, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { z } from 'zod';
import { listPageSchema } from '../../../src/api/contract/lists/list.js';
import {
  createdListSchema,
  deletedListSchema,
  listRunPageSchema,
  listTicketSchema,
} from '../../../src/api/contract/lists/list-run.js';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { eventually } from '../../support/eventually.js';
import { askingFor, faultsIn, keyOf, ofItems, path } from '../../support/lists/asking-for.js';
import { aFilm } from '../../support/scenario-builders.js';
import { withPeople } from '../../support/with-people.js';

const films = Array.from({ length: 20 }, (_, n) => aFilm(n + 1));
const world = withPeople({ titles: films, env: { LISTS_READ_LAG_SECONDS: '0' } });

let address = '';
beforeAll(async () => {
  address = await serveApi(world().watchflow);
});

const somebody = async () => askingFor(await world().someone(), { world: world(), address });

describe('bringing a list to Trakt', () => {
  it('is asked for, told of by run, and finds nothing to do the second time', async () => {
    const { call, brought, ended } = await somebody();
    const id = await brought({ name: 'A', rule: ofItems('movie:1') });
    const answer = await call('POST', `/${id}/sync`, { data: {} });
    const { run_id: runId } = listTicketSchema.parse(answer.data);
    expect(answer).toMatchObject({
      status: 202,
      headers: { location: `${path}/${id}/runs/${runId}` },
    });
    expect(await ended(id, runId)).toMatchObject({ status: 'unchanged', list_id: id });
    const { items } = listRunPageSchema.parse((await call('GET', `/${id}/runs`)).data);
    expect(items.map(({ status }) => status)).toEqual(['unchanged', 'success']);
    // Its workflow ends a moment after the run it tells of.
    await eventually(async () => {
      const { status, data } = await call('DELETE', `/${id}/sync`);
      expect(status).toBe(202);
      const { outcome } = z.object({ outcome: z.string() }).parse(data);
      return outcome === 'not-running' ? true : undefined;
    }, 'nothing to cancel');
  });

  it('asks before much is removed, and does so when told', async () => {
    const { call, brought, ended, onTrakt } = await somebody();
    const keys = films.map(({ traktId }) => `movie:${traktId}`);
    const id = await brought({ name: 'A', rule: ofItems(...keys) });
    await call('PATCH', `/${id}`, { data: { rule: ofItems('movie:1') } });
    const sync = async (data: object) => {
      const { data: told } = await call('POST', `/${id}/sync`, { data });
      return ended(id, listTicketSchema.parse(told).run_id);
    };
    expect(await sync({})).toMatchObject({ status: 'asks' });
    expect(onTrakt()[0]?.items).toHaveLength(20);
    expect(await sync({ allow_removals: true })).toMatchObject({ counts: { removed: 19 } });
  });

  it('takes over a list that is on Trakt, which becomes ours where adopted', async () => {
    const { person, call, ended, see, onTrakt } = await somebody();
    const whose = { username: person.name };
    const traktListId = world().trakt.lists.create({ name: 'Mine' }, whose);
    world().trakt.lists.addItem(traktListId, { movie: 7 }, whose);
    const data = { trakt_list_id: traktListId, adopt: true };
    const answer = await call('POST', '/import', { data });
    const { list, sync } = createdListSchema.parse(answer.data);
    expect(list).toMatchObject({ name: '', imports_from: traktListId });
    await ended(list.id, sync?.run_id ?? '');
    expect(await see(list.id)).toMatchObject({
      name: 'Mine',
      imports_from: null,
      rule: { sources: [{ from: 'items', items: ['movie:7'] }] },
    });
    expect(onTrakt()).toMatchObject([{ id: traktListId, items: ['movie/7'] }]);
    const again = await call('POST', '/import', { data });
    expect([again.status, faultsIn(again.data)]).toEqual([
      400,
      ['invalid-input', `body /trakt_list_id is kept by your list ${list.id} already`],
    ]);
  });
});

describe('deleting a list', () => {
  it('is done here at once, on Trakt by a workflow, and both show', async () => {
    const { call, brought, see, onTrakt } = await somebody();
    const id = await brought({ name: 'A', rule: ofItems('movie:1') });
    const { status, data } = await call('DELETE', `/${id}`);
    expect(status).toBe(202);
    expect(deletedListSchema.parse(data)).toMatchObject({
      list: { standing: 'deleting', next_run_at: null },
      deletion: { outcome: 'started' },
    });
    expect(listPageSchema.parse((await call('GET', '')).data).items).toEqual([]);
    await eventually(
      async () => ((await see(id)).standing === 'deleted' ? true : undefined),
      'the list to be gone from Trakt',
    );
    expect(onTrakt()).toEqual([]);
    const { items } = listPageSchema.parse((await call('GET', '?deleted=true')).data);
    expect(items).toMatchObject([{ id, standing: 'deleted' }]);
    expect((await call('DELETE', `/${id}`)).status).toBe(200);
    for (const [method, url, sent] of [
      ['GET', '/items'],
      ['POST', '/sync', {}],
      ['PATCH', '', { name: 'x' }],
    ] as const)
      expect((await call(method, `/${id}${url}`, { data: sent })).status).toBe(404);
  });

  it('leaves what is on Trakt to the person where they say so', async () => {
    const { call, brought, onTrakt } = await somebody();
    const id = await brought({ name: 'A', rule: ofItems('movie:1') });
    const { status, data } = await call('DELETE', `/${id}?keep_on_trakt=true`);
    expect(status).toBe(200);
    expect(deletedListSchema.parse(data)).toMatchObject({
      list: { standing: 'deleted', on_trakt: [] },
      deletion: null,
    });
    expect(onTrakt()).toMatchObject([{ items: ['movie/1'] }]);
  });

  it('is refused while another list builds on it', async () => {
    const { call, make } = await somebody();
    const { list } = await make({ name: 'Below', rule: ofItems('movie:1') });
    const above = { version: 1, sources: [{ from: 'list', list_id: list.id }] };
    await make({ name: 'Above', rule: above });
    const { status, data } = await call('DELETE', `/${list.id}`);
    expect([status, data]).toMatchObject([
      409,
      { code: 'list-in-use', detail: 'Other lists build on it: Above.' },
    ]);
  });
});

describe('a list that Temporal cannot be asked for', () => {
  it('is made all the same, and says so', async () => {
    const { watchflow } = world();
    const { person } = await somebody();
    const away = () => Promise.reject(Object.assign(new Error('away'), { code: 14 }));
    const other = await serveApi({
      ...watchflow,
      config: { ...watchflow.config, http: { ...watchflow.config.http, port: 0 } },
      listing: { request: away, cancel: away, remove: away },
      schedules: { ...watchflow.schedules, follow: away },
    });
    const headers = { authorization: `Bearer ${await keyOf(person, world())}` };
    const http = axios.create({ baseURL: `${other}${path}`, headers, proxy: false });
    const made = await http.post<unknown>('', { name: 'A', rule: ofItems('movie:1') });
    const { list, sync, advice } = createdListSchema.parse(made.data);
    expect([made.status, sync]).toEqual([201, null]);
    expect(advice).toMatch(/is made, but Temporal does not answer/);
    const gone = await http.delete<unknown>(`/${list.id}`);
    expect(gone.status).toBe(202);
    expect(deletedListSchema.parse(gone.data)).toMatchObject({
      list: { standing: 'deleting' },
      deletion: null,
      advice: expect.stringContaining('send this once more'),
    });
    const { data } = await http.get<unknown>('?deleted=true');
    expect(z.object({ items: z.array(z.unknown()) }).parse(data).items).toHaveLength(1);
  });

  it('goes from Trakt all the same when nothing began to delete it there', async () => {
    const { watchflow } = world();
    const { person, brought, see, onTrakt } = await somebody();
    const id = await brought({ name: 'A', rule: ofItems('movie:1') });
    await watchflow.lists.keeping.takeAway(person.userId, id, { keepOnTrakt: false });
    const aWhileAgo = new Date(Date.now() - 120_000);
    await watchflow.db.smartList.update({ where: { id }, data: { deletedAt: aWhileAgo } });
    await watchflow.jobs.request('schedule-watch');
    await eventually(
      async () => ((await see(id)).standing === 'deleted' ? true : undefined),
      'the list to be gone from Trakt',
    );
    expect(onTrakt()).toEqual([]);
  });
});
