import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Refreshed } from '../../../src/areas/matching/index.js';
import { eventually } from '../../support/eventually.js';
import { aBangumiData } from '../../support/matching/data-files.js';
import { outcomesOf, subjectsOf, withDataFiles } from '../../support/matching/with-data-files.js';
import { answer } from '../../support/raw-server.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const files = withDataFiles(database);
const { serve, open, openWithFirst, urlOf } = files;

const aVersion = /^sha256:[0-9a-f]{12}$/;
const rows = () => database.db.idMapVersion.findMany({ orderBy: { fetchedAt: 'asc' } });

describe('a refresh', () => {
  it('takes a version, with where it comes from and what is in it', async () => {
    const { data, first } = await openWithFirst();
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
    const { data, first } = await openWithFirst();
    serve('/data.json', aBangumiData(100, 501));
    const [taken] = await data.refresh();
    expect(taken).toMatchObject({ outcome: 'taken', version: expect.stringMatching(aVersion) });
    expect(taken?.version).not.toBe(first);
    expect(subjectsOf(data)).toEqual([501]);
    expect(data.idMaps.current().version).toBe(`bangumi-data ${taken?.version}`);
  });

  it('leaves a content alone that counts already', async () => {
    const { data } = await openWithFirst();
    expect(outcomesOf(await data.refresh())).toEqual(['unchanged']);
    expect(await rows()).toHaveLength(1);
  });

  it('is on record, once for each version', async () => {
    const { data, first } = await openWithFirst();
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
    const { data, first } = await openWithFirst();
    for (const id of [200, 300, 400]) {
      serve('/data.json', aBangumiData(100, id));
      await data.refresh();
      files.moveOn(1);
    }
    const kept = (await rows()).map(({ version }) => version);
    expect(kept).toHaveLength(3);
    expect(kept).not.toContain(first);
    expect(subjectsOf(data)).toEqual([400]);
  });

  it('reads a file as well', async () => {
    const dir = await mkdtemp(path.join(tmpdir(), 'id-map-data-'));
    const file = path.join(dir, 'data.json');
    await writeFile(file, aBangumiData(10, 7));
    const data = await open({ sources: { 'bangumi-data': file }, named: file });
    expect(outcomesOf(await data.refresh())).toEqual(['taken']);
    await rm(dir, { recursive: true });
    expect(outcomesOf(await data.refresh())).toEqual(['unreachable']);
    expect(subjectsOf(await open({ sources: { 'bangumi-data': file }, named: file }))).toEqual([7]);
  });

  it('takes one version when two processes do it at once', async () => {
    serve('/data.json', aBangumiData(100));
    const [one, other] = await Promise.all([open(), open()]);
    const ended = await Promise.all([one.refresh(), other.refresh()]);
    expect(outcomesOf(ended.flat()).sort()).toEqual(['taken', 'unchanged']);
    expect(await rows()).toHaveLength(1);
    expect(subjectsOf(one)).toEqual(subjectsOf(other));
  });

  it('judges by what counts when its turn has come', async () => {
    const { data } = await openWithFirst();
    const { db } = database;
    const isWaiting = async (): Promise<true | undefined> => {
      const found = await db.$queryRaw<unknown[]>`SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      return found.length > 0 ? true : undefined;
    };
    serve('/data.json', aBangumiData(10));
    let later: Promise<readonly Refreshed[]> | undefined;
    await db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT name FROM id_map_data_sets FOR UPDATE`;
      later = data.refresh();
      await eventually(isWaiting, 'the refresh to wait', 10_000);
      await tx.$executeRaw`UPDATE id_map_data_sets SET active_version = NULL`;
    });
    expect(outcomesOf((await later) ?? [])).toEqual(['taken']);
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
    const { data, first } = await openWithFirst();
    serve('/data.json', body);
    const [refused] = await data.refresh();
    expect(refused).toMatchObject({ outcome: 'refused', fault: { kind } });
    expect(refused?.fault?.places[0]?.place).toBe(place);
    expect((await files.names(data))['bangumi-data']).toBe(first);
    expect(subjectsOf(data)).toEqual([1]);
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
    const { data } = await openWithFirst();
    serve('/data.json', aBangumiData(80));
    expect(outcomesOf(await data.refresh())).toEqual(['taken']);
    serve('/data.json', aBangumiData(10));
    expect(outcomesOf(await data.refresh())).toEqual(['refused']);
    expect(outcomesOf(await data.refresh({ force: true }))).toEqual(['taken']);
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
    await openWithFirst();
    serve('/mine.json', aBangumiData(5, 900));
    const mine = { sources: { 'bangumi-data': urlOf('/mine.json') }, named: urlOf('/mine.json') };
    const data = await open(mine);
    expect(subjectsOf(data)).toEqual([900]);
    expect(outcomesOf(await data.refresh())).toEqual(['taken']);
    expect(subjectsOf(data)).toEqual([900]);
  });
});

describe('a source that does not answer', () => {
  it.each([
    ['an error', answer(503, 'busy')],
    ['a cut connection', { kind: 'cut' } as const],
    ['no page', answer(404)],
    ['a redirection to nowhere', answer(302, '', { location: 'http://127.0.0.1:1/x' })],
  ])('changes nothing and says so: %s', async (_, reply) => {
    const { data, first } = await openWithFirst();
    serve('/data.json', reply);
    expect(await data.refresh()).toMatchObject([
      { outcome: 'unreachable', version: null, fault: { kind: 'unreachable' } },
    ]);
    expect((await files.names(data))['bangumi-data']).toBe(first);
    expect(subjectsOf(data)).toEqual([1]);
    expect((await data.view()).sets[0]?.lastAttempt?.fault?.message).toContain(urlOf('/data.json'));
    expect(files.notices).toEqual([]);
  });

  it('does not keep a process from starting with the version that counts', async () => {
    const { first } = await openWithFirst();
    serve('/data.json', answer(503));
    const later = await open();
    expect(later.idMaps.current().version).toBe(`bangumi-data ${first}`);
    expect(subjectsOf(later)).toEqual([1]);
  });

  it('never has its secrets stored, told or logged', async () => {
    const { data } = await openWithFirst();
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
    const { first } = await openWithFirst();
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
    expect(subjectsOf(data)).toEqual([1]);
    expect(outcomesOf(await data.refresh())).toEqual(['taken']);
    expect(subjectsOf(data)).toEqual([501]);
  });
});
