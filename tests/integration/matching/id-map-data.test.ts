import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { IdMapData, Refreshed } from '../../../src/areas/matching/index.js';
import { eventually } from '../../support/eventually.js';
import { aBangumiData, anAnimeList } from '../../support/matching/data-files.js';
import { withDataFiles } from '../../support/matching/with-data-files.js';
import { answer } from '../../support/raw-server.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const files = withDataFiles(database);
const { serve, open, urlOf } = files;

const aVersion = /^sha256:[0-9a-f]{12}$/;
const subjects = (data: IdMapData, tmdb = 100) =>
  data.idMaps
    .current()
    .show(tmdb)
    .map(({ subjectId }) => subjectId);
const outcomes = (ended: readonly Refreshed[]) => ended.map(({ outcome }) => outcome);
const rows = () => database.db.idMapVersion.findMany({ orderBy: { fetchedAt: 'asc' } });

/** A process with a version taken: 100 subjects, the first of show 100 is 1. */
async function withFirstVersion(options: Parameters<typeof open>[0] = {}) {
  serve('/data.json', aBangumiData(100));
  const data = await open(options);
  const [taken] = await data.refresh();
  files.moveOn(1);
  return { data, first: taken?.version ?? '' };
}

describe('a refresh', () => {
  it('takes a version, with where it comes from and what is in it', async () => {
    const { data, first } = await withFirstVersion();
    expect(first).toMatch(aVersion);
    const { sets, version, placed } = await data.view();
    expect([version, placed]).toEqual([`bangumi-data ${first}`, 100]);
    expect(sets[0]).toMatchObject({
      name: 'bangumi-data',
      source: urlOf('/data.json'),
      active: {
        version: first,
        source: urlOf('/data.json'),
        titles: 100,
        placed: 100,
        size: aBangumiData(100).length,
      },
      lastAttempt: { outcome: 'taken', fault: null },
    });
  });

  it('takes another content, and lets it count in this process at once', async () => {
    const { data, first } = await withFirstVersion();
    serve('/data.json', aBangumiData(100, 501));
    const [taken] = await data.refresh();
    expect(taken).toMatchObject({ outcome: 'taken', version: expect.stringMatching(aVersion) });
    expect(taken?.version).not.toBe(first);
    expect(subjects(data)).toEqual([501]);
    expect(data.idMaps.current().version).toBe(`bangumi-data ${taken?.version}`);
  });

  it('leaves a content alone that counts already', async () => {
    const { data } = await withFirstVersion();
    expect(outcomes(await data.refresh())).toEqual(['unchanged']);
    expect(await rows()).toHaveLength(1);
  });

  it('is on record, once for each version', async () => {
    const { data, first } = await withFirstVersion();
    await data.refresh();
    const records = await database.db.auditLog.findMany();
    expect(records).toEqual([
      expect.objectContaining({
        action: 'id-map.taken',
        outcome: 'done',
        targetId: 'bangumi-data',
        detail: expect.objectContaining({ version: first, placed: 100 }),
      }),
    ]);
  });

  it('keeps the last three versions', async () => {
    const { data, first } = await withFirstVersion();
    for (const id of [200, 300, 400]) {
      serve('/data.json', aBangumiData(100, id));
      await data.refresh();
      files.moveOn(1);
    }
    const kept = (await rows()).map(({ version }) => version);
    expect(kept).toHaveLength(3);
    expect(kept).not.toContain(first);
    expect(subjects(data)).toEqual([400]);
  });

  it('reads a file as well', async () => {
    const dir = await mkdtemp(path.join(tmpdir(), 'id-map-data-'));
    const file = path.join(dir, 'data.json');
    await writeFile(file, aBangumiData(10, 7));
    const data = await open({ sources: { 'bangumi-data': file }, named: file });
    expect(outcomes(await data.refresh())).toEqual(['taken']);
    await rm(dir, { recursive: true });
    expect(outcomes(await data.refresh())).toEqual(['unreachable']);
    expect(subjects(await open({ sources: { 'bangumi-data': file }, named: file }))).toEqual([7]);
  });

  it('takes one version when two processes do it at once', async () => {
    serve('/data.json', aBangumiData(100));
    const [one, other] = await Promise.all([open(), open()]);
    const ended = await Promise.all([one.refresh(), other.refresh()]);
    expect(outcomes(ended.flat()).sort()).toEqual(['taken', 'unchanged']);
    expect(await rows()).toHaveLength(1);
    expect(subjects(one)).toEqual(subjects(other));
  });
});

describe('a file that cannot be used', () => {
  it.each([
    ['torn', aBangumiData(100).slice(0, 500), 'damaged', '/'],
    ['empty', '', 'damaged', '/'],
    ['without entries', '{"items":[]}', 'damaged', '/items'],
    ['of another shape', '{"items":[{"title":5,"sites":[]}]}', 'damaged', '/items/0/title'],
    ['a page', '<html>please wait</html>', 'damaged', '/'],
    ['shrunken by more than a fifth', aBangumiData(79), 'shrunken', undefined],
  ])('is refused, told and on record when it is %s', async (_, body, ...[kind, place]) => {
    const { data, first } = await withFirstVersion();
    serve('/data.json', body);
    const [refused] = await data.refresh();
    expect(refused).toMatchObject({ outcome: 'refused', fault: { kind } });
    expect(refused?.fault?.places[0]?.place).toBe(place);
    expect((await files.names(data))['bangumi-data']).toBe(first);
    expect(subjects(data)).toEqual([1]);
    const { sets } = await data.view();
    expect(sets[0]?.lastAttempt).toMatchObject({ outcome: 'refused', fault: { kind } });
    expect(files.notices).toEqual(
      ['ann', 'bob'].map((userId) =>
        expect.objectContaining({
          userId,
          event: 'id-map.refused',
          dedupeKey: `bangumi-data/${refused?.version}`,
          data: { dataSet: 'bangumi-data', reason: kind },
        }),
      ),
    );
    expect(files.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', event: 'a part of the id map stays as it is' }),
    );
    const action = 'id-map.refused';
    await data.refresh();
    expect(await database.db.auditLog.count({ where: { action } })).toBe(1);
  });

  it('is taken when it has lost a fifth and no more, or when its shrinking is meant', async () => {
    const { data } = await withFirstVersion();
    serve('/data.json', aBangumiData(80));
    expect(outcomes(await data.refresh())).toEqual(['taken']);
    serve('/data.json', aBangumiData(10));
    expect(outcomes(await data.refresh())).toEqual(['refused']);
    expect(outcomes(await data.refresh({ force: true }))).toEqual(['taken']);
  });

  it('is measured by the packaged one while that serves', async () => {
    serve('/data.json', aBangumiData(100));
    const data = await open({ named: null });
    expect(await data.refresh()).toMatchObject([
      { outcome: 'refused', fault: { kind: 'shrunken' } },
    ]);
    expect(data.idMaps.current().version).toMatch(/^bangumi-data \d/);
  });

  it('may be smaller when it comes from elsewhere', async () => {
    await withFirstVersion();
    serve('/mine.json', aBangumiData(5, 900));
    const mine = { sources: { 'bangumi-data': urlOf('/mine.json') }, named: urlOf('/mine.json') };
    const data = await open(mine);
    expect(outcomes(await data.refresh())).toEqual(['taken']);
    expect(subjects(data)).toEqual([900]);
  });
});

describe('a source that does not answer', () => {
  it.each([
    ['an error', answer(503, 'busy')],
    ['a cut connection', { kind: 'cut' } as const],
    ['no page', answer(404)],
    ['a redirection to nowhere', answer(302, '', { location: 'http://127.0.0.1:1/x' })],
  ])('changes nothing and says so: %s', async (_, reply) => {
    const { data, first } = await withFirstVersion();
    serve('/data.json', reply);
    expect(await data.refresh()).toMatchObject([
      { outcome: 'unreachable', version: null, fault: { kind: 'unreachable' } },
    ]);
    expect((await files.names(data))['bangumi-data']).toBe(first);
    expect(subjects(data)).toEqual([1]);
    expect((await data.view()).sets[0]?.lastAttempt?.fault?.message).toContain(
      urlOf('/data.json'),
    );
    expect(files.notices).toEqual([]);
  });

  it('does not keep a process from starting with the version that counts', async () => {
    const { first } = await withFirstVersion();
    serve('/data.json', answer(503));
    const later = await open();
    expect(later.idMaps.current().version).toBe(`bangumi-data ${first}`);
    expect(subjects(later)).toEqual([1]);
  });

  it('never has its secrets stored, told or logged', async () => {
    const { data } = await withFirstVersion();
    for (const reply of [answer(503), aBangumiData(3), '{}', answer(301, '', { location: '/' })]) {
      serve('/data.json', reply);
      await data.refresh();
    }
    const stored = [
      await database.db.idMapVersion.findMany({ omit: { content: true } }),
      await database.db.idMapDataSet.findMany(),
      (await database.db.auditLog.findMany()).map((row) => ({ ...row, id: String(row.id) })),
    ];
    const seen = JSON.stringify([stored, files.lines, files.notices, await data.view()]);
    expect(seen).toContain('/data.json');
    expect(seen).not.toContain('planted-key');
  });
});

describe('a process that dies between reading and taking', () => {
  it('leaves what counted, whole, and the next refresh takes the new one', async () => {
    const { first } = await withFirstVersion();
    serve('/data.json', aBangumiData(100, 501));
    const dying = await open({
      // As if the process were gone: its connections are cut before it can commit.
      beforeCommit: async (db) => {
        await db.$queryRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND state = 'idle in transaction'`;
      },
    });
    await expect(dying.refresh()).rejects.toThrow();
    const data = await open();
    expect((await files.names(data))['bangumi-data']).toBe(first);
    expect(await rows()).toHaveLength(1);
    expect(subjects(data)).toEqual([1]);
    expect(outcomes(await data.refresh())).toEqual(['taken']);
    expect(subjects(data)).toEqual([501]);
  });
});

describe('other processes', () => {
  it('see a new version while they run, and a rolled back one go', async () => {
    serve('/data.json', aBangumiData(100));
    const [api, worker, another] = await Promise.all([
      open(),
      open({ pauseMs: 20 }),
      open({ pauseMs: 20 }),
    ]);
    await api.refresh();
    files.moveOn(1);
    serve('/data.json', aBangumiData(100, 501));
    await api.refresh();
    const sees = (id: number) => () =>
      Promise.resolve(
        [worker, another].every((data) => subjects(data)[0] === id) ? true : undefined,
      );
    await eventually(sees(501), 'the new version');
    expect(worker.idMaps.current().version).toBe(api.idMaps.current().version);
    await api.rollBack('bangumi-data');
    await eventually(sees(1), 'the old version');
  });
});

describe('rolling back', () => {
  it('lets the version before count, and does not take the other again until it changes', async () => {
    const { data, first } = await withFirstVersion();
    serve('/data.json', aBangumiData(100, 501));
    const [bad] = await data.refresh();
    expect(await data.rollBack('bangumi-data')).toEqual({
      name: 'bangumi-data',
      from: bad?.version,
      to: first,
    });
    expect(subjects(data)).toEqual([1]);
    files.moveOn(1);
    expect(await data.refresh()).toMatchObject([
      { outcome: 'held-back', fault: { kind: 'rolled-back' } },
    ]);
    expect(subjects(data)).toEqual([1]);
    serve('/data.json', aBangumiData(100, 601));
    expect(outcomes(await data.refresh())).toEqual(['taken']);
    expect(subjects(data)).toEqual([601]);
  });

  it('goes back two versions when asked twice, and takes one again that is forced', async () => {
    const { data, first } = await withFirstVersion();
    for (const id of [501, 601]) {
      serve('/data.json', aBangumiData(100, id));
      await data.refresh();
      files.moveOn(1);
    }
    await data.rollBack('bangumi-data');
    expect(await data.rollBack('bangumi-data')).toMatchObject({ to: first });
    expect(outcomes(await data.refresh({ force: true }))).toEqual(['taken']);
    expect(subjects(data)).toEqual([601]);
  });

  it('falls back to the packaged one when none is older, also at the next start', async () => {
    const { data } = await withFirstVersion();
    expect(await data.rollBack('bangumi-data')).toMatchObject({ to: null });
    expect(data.idMaps.current().version).toMatch(/^bangumi-data \d+\.\d+\.\d+$/);
    const later = await open();
    expect(later.idMaps.current().version).toBe(data.idMaps.current().version);
    await expect(data.rollBack('bangumi-data')).rejects.toMatchObject({
      kind: 'nothing-to-roll-back',
    });
  });
});

describe('the start of a process', () => {
  it('takes the packaged one without any source', async () => {
    const data = await open({ sources: {}, named: null });
    expect(data.idMaps.current().version).toMatch(/^bangumi-data \d+\.\d+\.\d+$/);
    expect(data.idMaps.current().size).toBeGreaterThan(8000);
    expect(await data.refresh()).toEqual([]);
  });

  it('takes the file that was named while no version of it counts', async () => {
    serve('/data.json', aBangumiData(3, 77));
    const data = await open();
    expect(subjects(data)).toEqual([77]);
    expect(await rows()).toEqual([]);
    await data.refresh();
    const version = data.idMaps.current().version;
    expect((await open()).idMaps.current().version).toBe(version);
  });

  it('forgets versions of a source that is configured no more', async () => {
    await withFirstVersion();
    const data = await open({ sources: {}, named: null });
    expect(data.idMaps.current().version).toMatch(/^bangumi-data \d/);
    expect((await data.view()).sets[0]).toMatchObject({ source: null, active: null });
  });

  it('goes on without a version that it cannot read', async () => {
    await withFirstVersion();
    await database.db.idMapVersion.updateMany({ data: { content: Buffer.from('no gzip') } });
    const data = await open();
    expect(subjects(data)).toEqual([1]);
    expect(files.lines).toContainEqual(
      expect.objectContaining({ level: 'error', event: 'the id map that counts cannot be used' }),
    );
  });
});

describe('the optional files', () => {
  const bangumiData = JSON.stringify({
    items: [
      {
        title: 'both',
        sites: [
          { site: 'bangumi', id: '10' },
          { site: 'tmdb', id: 'tv/100' },
          { site: 'anidb', id: '1' },
        ],
      },
    ],
  });
  const all = () => ({
    'bangumi-data': urlOf('/data.json'),
    'anime-lists': urlOf('/list.xml'),
    'bangumi-ext-linker': urlOf('/map.json'),
  });

  it('are taken beside the main one, named in the version, and link further ids', async () => {
    serve('/data.json', bangumiData);
    serve('/list.xml', anAnimeList({ anidb: 1, tvdb: 70, season: 2, offset: 12 }));
    serve('/map.json', '[{"bgm_id":"20","imdb_id":"tt5"}]');
    const data = await open({ sources: all(), named: urlOf('/data.json') });
    expect(outcomes(await data.refresh())).toEqual(['taken', 'taken', 'taken']);
    const names = await files.names(data);
    expect(data.idMaps.current().version).toBe(
      `bangumi-data ${names['bangumi-data']}; anime-lists ${names['anime-lists']}; bangumi-ext-linker ${names['bangumi-ext-linker']}`,
    );
    expect(data.idMaps.links().byTvdb(70, 2)).toEqual([
      { subjectId: 10, season: 2, start: 13, source: 'anime-lists' },
    ]);
    expect(data.idMaps.links().byImdb('tt5')).toMatchObject([{ subjectId: 20 }]);
  });

  it('are refused, or away, by themselves', async () => {
    serve('/data.json', bangumiData);
    serve('/list.xml', anAnimeList({ anidb: 1, tvdb: 70 }).slice(0, 120));
    const data = await open({ sources: all(), named: urlOf('/data.json') });
    const ended = await data.refresh();
    expect(outcomes(ended)).toEqual(['taken', 'refused', 'unreachable']);
    expect(ended[1]?.fault?.places[0]).toMatchObject({
      place: expect.stringContaining('line 3'),
      message: expect.stringContaining('not XML'),
    });
    expect(data.idMaps.current().version).toBe(`bangumi-data ${ended[0]?.version}`);
  });

  it('are let go by rolling back the only version', async () => {
    serve('/data.json', bangumiData);
    serve('/list.xml', anAnimeList({ anidb: 1, tvdb: 70 }));
    serve('/map.json', '[{"bgm_id":"20","imdb_id":"tt5"}]');
    const data = await open({ sources: all(), named: urlOf('/data.json') });
    await data.refresh();
    expect(await data.rollBack('anime-lists')).toMatchObject({ to: null });
    expect(data.idMaps.links().byTvdb(70, 1)).toEqual([]);
    expect(data.idMaps.current().version).not.toContain('anime-lists');
  });
});
