import { describe, expect, it } from '@jest/globals';
import { mappingFileSchema } from '../../../src/api/contract/matching/mapping.js';
import { aFilm } from '../../support/scenario-builders.js';
import { aPuzzle, withReview } from '../../support/review-world.js';

const puzzle = aPuzzle(1);
const film = aFilm(5);
const world = withReview([puzzle, puzzle.second, film]);

const first = {
  media_type: 'show',
  trakt_id: puzzle.traktId,
  season: 1,
  first_number: 1,
  last_number: 12,
  action: 'map',
  subject_id: puzzle.subjectId,
};
const second = {
  ...first,
  first_number: 13,
  last_number: 24,
  subject_id: puzzle.second.subjectId,
  offset: -12,
  note: 'the later half',
};

const someone = async () => {
  const person = await world().someone();
  return { ...person, call: await world().as(person) };
};
const mappingsOf = (userId: string) => world().watchflow.db.mapping.count({ where: { userId } });

describe('mappings', () => {
  it('are made before anything is watched, decide what comes, and are replaced and removed', async () => {
    const ann = await someone();
    const made = await ann.call('post', '/mappings', second);
    expect(made.status).toBe(201);
    const path = String(made.headers['location']).replace('/api/v1', '');
    const plays = ann.watch(puzzle, { from: 13, count: 2 });
    await ann.sync();
    const states = async () => {
      const all = await ann.plays();
      return plays.map((id) => all[id]?.state);
    };
    expect(await states()).toEqual(['proven', 'proven']);

    const replaced = await ann.call('put', path, { ...second, last_number: 13 });
    expect(replaced.data).toMatchObject({ mapping: { last_number: 13 }, released: 0, sync: null });
    expect((await ann.call('get', path)).data).toMatchObject({ last_number: 13 });
    expect((await ann.call('get', '/mappings')).data).toMatchObject({
      items: [{ note: 'the later half' }],
    });
    const record = await world().watchflow.db.auditLog.findFirstOrThrow({
      where: { action: 'mapping.replaced', targetId: path.slice('/mappings/'.length) },
    });
    expect(record.detail).toMatchObject({
      before: { last_number: 24 },
      after: { last_number: 13 },
    });
    expect((await ann.call('delete', path)).status).toBe(200);
    expect((await ann.call('get', path)).status).toBe(404);
  });

  it('are refused with every fault and its place', async () => {
    const ann = await someone();
    const post = async (body: object) => (await ann.call('post', '/mappings', body)).data;
    const backwards = { ...first, last_number: 0, episode_id: 5, subject_id: undefined };
    expect(await post(backwards)).toMatchObject({
      code: 'invalid-input',
      errors: [{ pointer: '/last_number' }, { pointer: '/subject_id' }, { pointer: '/episode_id' }],
    });
    const odd = { media_type: 'movie', trakt_id: 5, season: 1, action: 'ignore', subject_id: 1 };
    expect(await post(odd)).toMatchObject({
      errors: [{ pointer: '/season' }, { pointer: '/subject_id' }],
    });
    const row = { media_type: 'episode', trakt_id: 7, action: 'map', subject_id: puzzle.subjectId };
    expect(await post({ ...row, episode_id: 1 })).toMatchObject({
      errors: [{ pointer: '/episode_id', message: expect.stringContaining('no episode 1') }],
    });
    expect(await post({ ...row, subject_id: 4242 })).toMatchObject({
      errors: [{ pointer: '/subject_id' }],
    });
    await post(first);
    expect(await post(first)).toMatchObject({
      errors: [{ message: expect.stringContaining('same') }],
    });
    expect(await post({ ...first, first_number: 12, last_number: 13 })).toMatchObject({
      errors: [{ pointer: '/first_number', message: expect.stringContaining('overlaps 1 to 12') }],
    });
    expect(await post({ ...first, shared: true })).toMatchObject({ code: 'missing-scope' });
    expect(await mappingsOf(ann.userId)).toBe(1);
  });

  it('go out as a file and come in again as they were', async () => {
    const ann = await someone();
    await ann.call('post', '/mappings', first);
    await ann.call('post', '/mappings', second);
    await ann.call('post', '/mappings', { media_type: 'movie', trakt_id: 5, action: 'ignore' });
    const file = mappingFileSchema.parse((await ann.call('get', '/mappings/export')).data);
    expect(file.mappings).toHaveLength(3);
    const bob = await someone();
    const took = await bob.call('post', '/mappings/import', { file });
    expect(took.data).toMatchObject({ added: 3, removed: 0, unchanged: 0, warnings: [] });
    const back = mappingFileSchema.parse((await bob.call('get', '/mappings/export')).data);
    expect(new Set(back.mappings)).toEqual(new Set(file.mappings));
    const again = await bob.call('post', '/mappings/import', { file, mode: 'replace' });
    expect(again.data).toMatchObject({ added: 0, removed: 0, unchanged: 3 });
    const less = { ...file, mappings: file.mappings.slice(0, 1) };
    const dry = { file: less, mode: 'replace', dry_run: true };
    expect((await bob.call('post', '/mappings/import', dry)).data).toMatchObject({ removed: 2 });
    expect(await mappingsOf(bob.userId)).toBe(3);
  });

  it('come from no file that has a fault', async () => {
    const ann = await someone();
    const take = async (file: unknown) =>
      (await ann.call('post', '/mappings/import', { file })).data;
    const envelope = { format: 'watchflow-mappings', version: 1 };
    const faulty = [
      first,
      { ...first, first_number: 5, last_number: 9 },
      { ...second, offset: 'x' },
      7,
    ];
    expect(
      await take({ ...envelope, mappings: [...faulty, { ...second, more: 1, subject_id: 4242 }] }),
    ).toMatchObject({
      status: 400,
      errors: [
        { pointer: '/file/mappings/2/offset' },
        { pointer: '/file/mappings/3' },
        { pointer: '/file/mappings/4/more' },
        { pointer: '/file/mappings/1/first_number' },
      ],
    });
    expect(
      await take({ ...envelope, mappings: [first, { ...second, subject_id: 4242 }] }),
    ).toMatchObject({
      errors: [{ pointer: '/file/mappings/1/subject_id' }],
    });
    expect(await take({ ...envelope, version: 2, mappings: [] })).toMatchObject({
      errors: [{ pointer: '/file/version' }],
    });
    expect(await take({ ok: 1, bad: 'x', seasons: { one: 1, '2': null } })).toMatchObject({
      errors: [
        { pointer: '/file/bad' },
        { pointer: '/file/seasons/2' },
        { pointer: '/file/seasons/one' },
      ],
    });
    expect(await take([])).toMatchObject({ errors: [{ pointer: '/file' }] });
    expect(await mappingsOf(ann.userId)).toBe(0);
  });

  it('come from a map of titles, of which those not watched are told', async () => {
    const ann = await world().watcher(puzzle, 2);
    ann.watch(film);
    await ann.sync();
    const file = {
      'ＰＵＺＺＬＥ alpha!': { '1': String(puzzle.subjectId) },
      'Film 5': film.subjectId,
      'Nobody saw this': 1001 + 4,
    };
    const took = await ann.call('post', '/mappings/import', { file });
    expect(took.data).toMatchObject({
      added: 2,
      released: 2,
      warnings: [{ title: 'Nobody saw this', pointer: '/file/Nobody saw this' }],
    });
    const { sync } = took.data as { sync: { run_id: string } };
    await ann.closed(sync.run_id);
    expect(await ann.states()).toEqual(['proven', 'proven']);
  });
});
