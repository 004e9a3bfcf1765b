import { beforeAll, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { itemPageSchema } from '../../../src/api/contract/lists/list-item.js';
import { listPageSchema, listSchema } from '../../../src/api/contract/lists/list.js';
import { createdListSchema } from '../../../src/api/contract/lists/list-run.js';
import { listPreviewSchema } from '../../../src/api/contract/lists/preview.js';
import { scheduleListSchema } from '../../../src/api/contract/schedule.js';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { askingFor, faultsIn, ofItems, path } from '../../support/lists/asking-for.js';
import { aFilm } from '../../support/scenario-builders.js';
import { withPeople } from '../../support/with-people.js';

const films = Array.from({ length: 20 }, (_, n) => aFilm(n + 1));
const world = withPeople({ titles: films, env: { LISTS_READ_LAG_SECONDS: '0' } });

let address = '';
beforeAll(async () => {
  address = await serveApi(world().watchflow);
});

const somebody = async () => askingFor(await world().someone(), { world: world(), address });

describe('a list over the API', () => {
  it('is made with what is usual, brought to Trakt at once, and tells how it stands', async () => {
    const { call, ended, see, onTrakt } = await somebody();
    const data = { name: '{{count}} films', rule: ofItems('movie:2', 'movie:1') };
    const answer = await call('POST', '', { data });
    const { list, sync, advice } = createdListSchema.parse(answer.data);
    expect(answer).toMatchObject({ status: 201, headers: { location: `${path}/${list.id}` } });
    expect(list).toMatchObject({
      privacy: 'private',
      display_numbers: true,
      allow_comments: false,
      overflow: 'refuse',
      strangers: 'remove',
      when_gone: 'unlink',
      enabled: true,
      version: 1,
      standing: 'new',
    });
    expect([advice, sync?.outcome]).toEqual([null, 'started']);
    expect(await ended(list.id, sync?.run_id ?? '')).toMatchObject({
      status: 'success',
      trigger: 'manual',
      counts: { added: 2, removed: 0, unchanged: 0, not_found: 0, rejected: 0 },
    });
    expect(onTrakt()).toMatchObject([{ name: '2 films', items: ['movie/2', 'movie/1'] }]);
    expect(await see(list.id)).toMatchObject({ standing: 'synced', title: '2 films', count: 2 });
    expect((await see(list.id)).on_trakt).toEqual([
      { part: 1, trakt_list_id: onTrakt()[0]?.id, slug: expect.any(String) },
    ]);
  });

  it('is made once, however often the same request is sent', async () => {
    const { call } = await somebody();
    const data = { name: 'Once', rule: ofItems('movie:1') };
    const headers = { 'idempotency-key': 'a-list-once' };
    const first = await call('POST', '', { data, headers });
    const again = await call('POST', '', { data, headers });
    expect([again.status, again.data]).toEqual([201, first.data]);
    const { items } = listPageSchema.parse((await call('GET', '')).data);
    expect(items).toHaveLength(1);
  });

  it('is listed by pages, oldest first', async () => {
    const { call, make } = await somebody();
    for (const name of ['A', 'B', 'C']) await make({ name, rule: ofItems(), enabled: false });
    const first = listPageSchema.parse((await call('GET', '?limit=2')).data);
    const cursor = encodeURIComponent(first.next_cursor ?? '');
    const second = listPageSchema.parse((await call('GET', `?limit=2&cursor=${cursor}`)).data);
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(['A', 'B', 'C']);
    expect(second.next_cursor).toBeNull();
  });

  it('is changed by whoever knows its version', async () => {
    const { call, make } = await somebody();
    const { list } = await make({ name: 'A', rule: ofItems('movie:1') });
    const read = await call('GET', `/${list.id}`);
    const headers = { 'if-match': String(read.headers['etag']) };
    const changed = await call('PATCH', `/${list.id}`, { data: { name: 'B' }, headers });
    expect(changed).toMatchObject({ status: 200, headers: { etag: '"2"' } });
    expect(listSchema.parse(changed.data)).toMatchObject({
      name: 'B',
      version: 2,
      rule: list.rule,
    });
    const late = await call('PATCH', `/${list.id}`, { data: { name: 'C' }, headers });
    expect([late.status, faultsIn(late.data)]).toEqual([412, ['version-conflict']]);
    const same = await call('PATCH', `/${list.id}`, { data: { name: 'B', version: 2 } });
    expect(listSchema.parse(same.data).version).toBe(2);
  });

  it('has a schedule as long as one is there, which rests while none keeps itself', async () => {
    const { key, call, make } = await somebody();
    const schedule = async () => {
      const { data } = await axios.get<unknown>(`${address}/api/v1/schedules`, {
        headers: { authorization: `Bearer ${key}` },
        proxy: false,
      });
      return scheduleListSchema.parse(data).items.find(({ kind }) => kind === 'lists');
    };
    expect(await schedule()).toMatchObject({ state: 'absent', enabled: false });
    const { list } = await make({ name: 'A', rule: ofItems('movie:1') });
    expect(await schedule()).toMatchObject({ state: 'running', enabled: true, cron: '@every 6h' });
    expect(list.next_run_at).toBe((await schedule())?.next_runs[0]?.at);
    const off = await call('PATCH', `/${list.id}`, { data: { enabled: false } });
    expect(listSchema.parse(off.data).next_run_at).toBeNull();
    expect(await schedule()).toMatchObject({ state: 'paused', paused: { by: 'settings' } });
    await call('DELETE', `/${list.id}`);
    expect(await schedule()).toMatchObject({ state: 'absent' });
  });
});

describe('what a list holds', () => {
  it('is shown by rank, with why it is there in the language asked for', async () => {
    const { call, brought } = await somebody();
    const id = await brought({ name: 'A', rule: ofItems('movie:3', 'movie:1', 'subject:999999') });
    const first = itemPageSchema.parse((await call('GET', `/${id}/items?limit=2`)).data);
    expect(first.items.map(({ rank, key, words, missing }) => [rank, key, words, missing])).toEqual(
      [
        [1, 'movie:3', ['You named it.'], null],
        [2, 'movie:1', ['You named it.'], null],
      ],
    );
    const rest = await call('GET', `/${id}/items?cursor=${first.next_cursor ?? ''}`, {
      headers: { 'accept-language': 'zh-CN' },
    });
    expect(rest.headers['content-language']).toBe('zh-CN');
    expect(itemPageSchema.parse(rest.data)).toMatchObject({
      items: [
        { rank: 3, key: 'subject:999999', words: ['由你手动加入。'], missing: 'not-on-trakt' },
      ],
      next_cursor: null,
    });
  });

  it('is changed item by item', async () => {
    const { call, make } = await somebody();
    const { list } = await make({ name: 'A', rule: ofItems('movie:1', 'movie:2') });
    const ask = async (method: string, url: string, data?: unknown) => {
      const answer = await call(method, `/${list.id}/${url}`, { data });
      expect(answer.status).toBe(200);
      return listSchema.parse(answer.data).rule;
    };
    expect(await ask('POST', 'items', { items: ['movie:3'] })).toMatchObject({
      sources: [{ items: ['movie:1', 'movie:2', 'movie:3'] }],
    });
    expect(await ask('POST', 'reorder', { items: ['movie:3'] })).toMatchObject({
      sources: [{ items: ['movie:3', 'movie:1', 'movie:2'] }],
    });
    expect(await ask('DELETE', 'items/movie:1')).toMatchObject({
      sources: [{ items: ['movie:3', 'movie:2'] }],
    });
    expect((await ask('PUT', 'pins/movie:2', { at: 1 })).pins).toEqual([
      { item: 'movie:2', at: 1 },
    ]);
    expect((await ask('DELETE', 'pins/movie:2')).pins).toEqual([]);
    expect((await ask('PUT', 'exclusions/movie:3')).exclude).toEqual(['movie:3']);
    expect((await ask('DELETE', 'exclusions/movie:3')).exclude).toEqual([]);
  });

  it('can be seen by whoever has mappings of their own', async () => {
    const { person, call } = await somebody();
    const [film, other] = films;
    await world().watchflow.history.review.mappings.create(person.userId, person.userId, {
      mediaType: 'movie',
      traktId: film?.traktId ?? 0,
      season: null,
      firstNumber: null,
      lastNumber: null,
      action: 'map',
      subjectId: other?.subjectId ?? 0,
      offset: 0,
      by: 'ep',
      episodeId: null,
      note: null,
    });
    const rule = { version: 1, sources: [{ from: 'collection', states: ['doing'] }] };
    const { status } = await call('POST', '/preview', { data: { rule } });
    expect(status).toBe(200);
  });

  it('can be seen beforehand, and nothing is kept of that', async () => {
    const { call } = await somebody();
    const data = {
      name: '{{count}} films',
      rule: {
        ...ofItems('movie:1', 'movie:2', 'movie:3'),
        limit: 2,
        pins: [{ item: 'movie:3', at: 'top' }],
      },
      limit: 1,
      after: 1,
    };
    const { status, data: told } = await call('POST', '/preview', { data });
    expect(status).toBe(200);
    expect(listPreviewSchema.parse(told)).toMatchObject({
      title: '2 films',
      total: 2,
      items: [{ rank: 2, key: 'movie:1' }],
      next_after: null,
      left: { excluded: 0, filtered: 0, over_limit: 1 },
      collection_read_at: null,
      advice: expect.stringContaining('never read'),
    });
    expect(listPageSchema.parse((await call('GET', '')).data).items).toEqual([]);
  });
});
