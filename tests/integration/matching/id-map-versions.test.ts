import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { aBangumiData, anAnimeList } from '../../support/matching/data-files.js';
import { outcomesOf, subjectsOf, withDataFiles } from '../../support/matching/with-data-files.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const files = withDataFiles(database);
const { serve, open, openWithFirst, urlOf } = files;

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
        [worker, another].every((data) => subjectsOf(data)[0] === id) ? true : undefined,
      );
    await eventually(sees(501), 'the new version');
    expect(worker.idMaps.current().version).toBe(api.idMaps.current().version);
    await api.rollBack('bangumi-data');
    await eventually(sees(1), 'the old version');
  });
});

describe('rolling back', () => {
  it('lets the version before count, and does not take the other again until it changes', async () => {
    const { data, first } = await openWithFirst();
    serve('/data.json', aBangumiData(100, 501));
    const [bad] = await data.refresh();
    expect(await data.rollBack('bangumi-data')).toEqual({
      name: 'bangumi-data',
      from: bad?.version,
      to: first,
    });
    expect(subjectsOf(data)).toEqual([1]);
    files.moveOn(1);
    expect(await data.refresh()).toMatchObject([
      { outcome: 'held-back', fault: { kind: 'rolled-back' } },
    ]);
    expect(subjectsOf(data)).toEqual([1]);
    serve('/data.json', aBangumiData(100, 601));
    expect(outcomesOf(await data.refresh())).toEqual(['taken']);
    expect(subjectsOf(data)).toEqual([601]);
  });

  it('goes back two versions when asked twice, and takes one again that is forced', async () => {
    const { data, first } = await openWithFirst();
    for (const id of [501, 601]) {
      serve('/data.json', aBangumiData(100, id));
      await data.refresh();
      files.moveOn(1);
    }
    await data.rollBack('bangumi-data');
    expect(await data.rollBack('bangumi-data')).toMatchObject({ to: first });
    expect(outcomesOf(await data.refresh({ force: true }))).toEqual(['taken']);
    expect(subjectsOf(data)).toEqual([601]);
  });

  it('falls back to the packaged one when none is older, also at the next start', async () => {
    const { data } = await openWithFirst();
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
    expect(subjectsOf(data)).toEqual([77]);
    expect(await database.db.idMapVersion.count()).toBe(0);
    await data.refresh();
    const version = data.idMaps.current().version;
    expect((await open()).idMaps.current().version).toBe(version);
  });

  it('forgets versions of a source that is configured no more', async () => {
    await openWithFirst();
    const data = await open({ sources: {}, named: null });
    expect(data.idMaps.current().version).toMatch(/^bangumi-data \d/);
    expect((await data.view()).sets[0]).toMatchObject({ source: null, active: null });
  });

  it('goes on without a version that it cannot read', async () => {
    await openWithFirst();
    await database.db.idMapVersion.updateMany({ data: { content: Buffer.from('no gzip') } });
    const data = await open();
    expect(subjectsOf(data)).toEqual([1]);
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
    expect(outcomesOf(await data.refresh())).toEqual(['taken', 'taken', 'taken']);
    const names = await files.names(data);
    expect(data.idMaps.current().version).toBe(
      `bangumi-data ${names['bangumi-data']}; anime-lists ${names['anime-lists']}; bangumi-ext-linker ${names['bangumi-ext-linker']}`,
    );
    const { links } = data.idMaps.current();
    expect(links.ofShow({ tmdb: null, tvdb: 70, imdb: null }, 2)).toEqual([
      { subjectId: 10, season: 2, start: 13, source: 'anime-lists', by: 'TVDB 70' },
    ]);
    expect(links.ofMovie({ tmdb: null, tvdb: null, imdb: 'tt5' })).toMatchObject([
      { subjectId: 20 },
    ]);
  });

  it('are refused, or away, by themselves', async () => {
    serve('/data.json', bangumiData);
    serve('/list.xml', anAnimeList({ anidb: 1, tvdb: 70 }).slice(0, 120));
    const data = await open({ sources: all(), named: urlOf('/data.json') });
    const ended = await data.refresh();
    expect(outcomesOf(ended)).toEqual(['taken', 'refused', 'unreachable']);
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
    const ids = { tmdb: null, tvdb: 70, imdb: null };
    expect(data.idMaps.current().links.ofShow(ids, 1)).toEqual([]);
    expect(data.idMaps.current().version).not.toContain('anime-lists');
  });
});
