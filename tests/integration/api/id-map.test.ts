import { rm, writeFile } from 'node:fs/promises';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { idMapSchema } from '../../../src/api/contract/id-map.js';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { eventually } from '../../support/eventually.js';
import { anAnime } from '../../support/scenario-builders.js';
import { withPeople } from '../../support/with-people.js';

const known = anAnime(1);
const tooNew = anAnime(2, { genres: [] });
const fileOf = (...titles: readonly (typeof known)[]) => ({
  items: titles.flatMap(({ mapping }) => mapping ?? []),
});
const world = withPeople({ titles: [known, tooNew], idMap: fileOf(known) });

const path = '/api/v1/id-map';
let address = '';
let memberKey = '';

beforeAll(async () => {
  const { watchflow } = world();
  address = await serveApi(watchflow);
  const wish = { name: 'a member', role: 'member', locale: 'en' } as const;
  const { id } = await watchflow.accounts.people.create(wish);
  memberKey = (await watchflow.accounts.keys.create(id, { name: 'all', scopes: ['*'] })).key;
}, 60_000);

beforeEach(async () => {
  const { db } = world().watchflow;
  await db.idMapDataSet.deleteMany();
  await db.idMapVersion.deleteMany();
  await write(fileOf(known));
});

const call = (
  method: 'get' | 'post',
  url: string,
  { data, key = world().apiKey }: { readonly data?: object; readonly key?: string } = {},
) =>
  axios.request<unknown>({
    method,
    url: address + url,
    data,
    headers: { authorization: `Bearer ${key}` },
    validateStatus: () => true,
    proxy: false,
  });

async function write(content: object | string): Promise<void> {
  const { source } = world().watchflow.config.idMap;
  if (source?.kind !== 'file') throw new Error('The id map of this test is a file.');
  await writeFile(source.path, typeof content === 'string' ? content : JSON.stringify(content));
}

async function bangumiData() {
  const { sets } = idMapSchema.parse((await call('get', path)).data);
  const found = sets.find(({ name }) => name === 'bangumi-data');
  if (found === undefined) throw new Error('There is no bangumi-data.');
  return found;
}

const jobId = () => `job:id-map-refresh${world().watchflow.config.temporal.taskQueueSuffix}`;

/** A refresh by the API, and what its job says at its end. */
async function refresh() {
  expect(await call('post', `${path}/refresh`)).toMatchObject({
    status: 202,
    headers: { location: path },
  });
  const handle = world().watchflow.temporal.client.workflow.getHandle(jobId());
  return handle.result() as Promise<unknown>;
}

describe('the id map by the API', () => {
  it('is refreshed by its job, shown, and rolled back', async () => {
    expect(await bangumiData()).toMatchObject({ active: null, versions: [], last_attempt: null });
    expect(await refresh()).toEqual({ taken: 1, unchanged: 0, heldBack: 0, refused: 0 });
    const { active, last_attempt: attempt } = await bangumiData();
    expect(active).toMatchObject({ titles: 1, placed: 1, rolled_back: false });
    expect(attempt).toMatchObject({ outcome: 'taken', fault: null });

    await write(fileOf(known, tooNew));
    expect(await refresh()).toMatchObject({ taken: 1 });
    const later = await bangumiData();
    expect(later.active).toMatchObject({ titles: 2 });
    const rolledBack = await call('post', `${path}/rollback`, {
      data: { data_set: 'bangumi-data' },
    });
    expect(rolledBack).toMatchObject({
      status: 200,
      data: { data_set: 'bangumi-data', from: later.active?.version, to: active?.version },
    });
    expect(await refresh()).toMatchObject({ heldBack: 1 });
    expect(await bangumiData()).toMatchObject({
      active: { version: active?.version },
      last_attempt: { outcome: 'held-back', fault: { kind: 'rolled-back' } },
    });
  });

  it('joins a refresh that is under way', async () => {
    const asked = await Promise.all(
      Array.from({ length: 3 }, () => call('post', `${path}/refresh`)),
    );
    expect(asked.map(({ status }) => status)).toEqual([202, 202, 202]);
    const ended = asked.map(({ data }) => JSON.stringify(data));
    expect(ended).toContain('{"outcome":"started"}');
    await world().watchflow.temporal.client.workflow.getHandle(jobId()).result();
    expect(await world().watchflow.db.idMapVersion.count()).toBe(1);
  });

  it('tells administrators of a file that cannot be used, once, and says where it is wrong', async () => {
    await refresh();
    const { active } = await bangumiData();
    await write('{"items":[{"title":5,"sites":[]}]}');
    expect(await refresh()).toMatchObject({ refused: 1, taken: 0 });
    await refresh();
    expect(await bangumiData()).toMatchObject({
      active: { version: active?.version },
      last_attempt: {
        outcome: 'refused',
        fault: { kind: 'damaged', places: [{ place: '/items/0/title' }] },
      },
    });
    const { db } = world().watchflow;
    const where = { event: 'id-map.refused' };
    expect(await db.notification.findMany({ where })).toEqual([
      expect.objectContaining({
        userId: world().userId,
        data: { dataSet: 'bangumi-data', reason: 'damaged' },
      }),
    ]);
  });

  it('is on record: who asked, what was taken, what was refused, and how the job ended', async () => {
    const { watchflow } = world();
    await watchflow.db.auditLog.deleteMany();
    await refresh();
    await call('post', `${path}/rollback`, {});
    await call('post', `${path}/rollback`, {});
    const expected = [
      'id-map.refresh-requested done',
      'id-map.rolled-back done',
      'id-map.rolled-back refused',
      'id-map.taken done',
      'job.ended done',
    ];
    const onRecord = await eventually(async () => {
      const rows = await watchflow.db.auditLog.findMany();
      return rows.length >= expected.length ? rows : undefined;
    }, 'the records');
    const seen = onRecord.map(({ action, outcome }) => `${action} ${outcome}`).sort();
    expect(seen).toEqual(expected);
  });

  it('has nothing to go back to before anything was taken', async () => {
    expect(
      await call('post', `${path}/rollback`, { data: { data_set: 'anime-lists' } }),
    ).toMatchObject({
      status: 404,
      data: { code: 'not-found', detail: expect.stringContaining('no version of it was taken') },
    });
    expect((await call('post', `${path}/rollback`, { data: { data_set: 'imdb' } })).status).toBe(
      400,
    );
  });

  it('is for administrators only', async () => {
    for (const [method, url] of [
      ['get', path],
      ['post', `${path}/refresh`],
      ['post', `${path}/rollback`],
    ] as const)
      expect((await call(method, url, { data: {}, key: memberKey })).status).toBe(403);
  });
});

describe('a job whose source is away', () => {
  it('tries again, then fails, and leaves everything as it is', async () => {
    await refresh();
    const { active } = await bangumiData();
    const { source } = world().watchflow.config.idMap;
    if (source?.kind !== 'file') throw new Error('The id map of this test is a file.');
    await rm(source.path);
    await call('post', `${path}/refresh`);
    const handle = world().watchflow.temporal.client.workflow.getHandle(jobId());
    await expect(handle.result()).rejects.toMatchObject({
      cause: { cause: { type: 'id-map-unreachable' } },
    });
    expect(await bangumiData()).toMatchObject({
      active: { version: active?.version },
      last_attempt: { outcome: 'unreachable', fault: { kind: 'unreachable' } },
    });
    const ended = await world().watchflow.db.auditLog.findFirst({
      where: { action: 'job.ended', targetId: 'id-map-refresh' },
      orderBy: { id: 'desc' },
    });
    expect(ended).toMatchObject({ outcome: 'failed' });
  });
});

describe('a play that the id map does not know', () => {
  it('is looked at again by the next sync after a newer one was taken', async () => {
    const person = await world().someone();
    const { db } = world().watchflow;
    const [play = ''] = person.watch(tooNew);
    await person.sync();
    expect((await person.plays())[play]).toMatchObject({
      state: 'excluded',
      reason: 'out-of-scope',
    });
    await write(fileOf(known, tooNew));
    await refresh();
    await person.sync();
    expect((await person.plays())[play]).toMatchObject({ state: 'proven' });
    const { active } = await bangumiData();
    const decided = await db.match.findMany();
    expect(decided.map(({ idMapVersion }) => idMapVersion)).toEqual([
      `bangumi-data ${active?.version}`,
    ]);
  });
});
