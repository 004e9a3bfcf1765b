import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { withProcesses } from '../../support/process/spawn-watchflow.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const spawn = withProcesses();
const known = fileURLToPath(new URL('../../support/data/matching-cases.json', import.meta.url));

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

async function match(...args: readonly string[]) {
  const child = await spawn({
    program: 'watchflow',
    args: ['match', ...args],
    cwd: folder.dir,
    env: {},
  });
  const { code } = await child.ended;
  return { code, out: child.stdout(), err: child.stderr() };
}

async function matchFile(content: string | object, ...args: readonly string[]) {
  const file = path.join(folder.dir, 'mine.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return match('--cases', file, ...args);
}

const report = z.object({
  total: z.number(),
  right: z.number(),
  parked: z.number(),
  wrong: z.number(),
  byTag: z.record(z.string(), z.object({ total: z.number(), right: z.number() })),
  cases: z.array(
    z.object({
      id: z.string(),
      verdict: z.string(),
      expected: z.object({ match: z.string() }),
      got: z.object({ state: z.string(), subject_id: z.number().nullable() }),
      reasons: z.array(z.string()).min(1),
    }),
  ),
  requestsPerCase: z.number(),
  traktRequestsPerCase: z.number(),
  msPerCase: z.number(),
  loadMs: z.number(),
  rssMiB: z.number(),
});

const aShow = (ids: object) => ({ title: 'Yoake', original_title: '夜明けの譚', year: 2020, ids });
const anInput = {
  media: 'episode',
  numbering: 'tmdb',
  show: aShow({ tmdb: 900_001 }),
  season: 1,
  episode: 1,
  first_aired: '2020-01-04T14:00:00.000Z',
};
const aCase = (id: string, more: object = {}) => ({
  id,
  tags: ['plain'],
  input: anInput,
  expected: { match: 'episode', subject_id: 7, ep: 1, sort: 1, episode_id: 70 },
  ...more,
});
const aPool = {
  subjects: { 7: { id: 7, type: 2, name: '夜明けの譚', date_jst: '2020-01-04' } },
  relations: [],
  bangumi_episode_rows: {
    7: [
      { id: 70, type: 0, sort: 1, airdate: '2020-01-04', ban: 0 },
      { id: 71, type: 0, sort: 2, airdate: '2020-01-11', ban: 0 },
      { id: 72, type: 0, sort: 3, airdate: '2020-01-18', ban: 1 },
    ],
  },
};

describe('watchflow match', () => {
  it.each(['pool', 'packaged'])(
    'tells how the known cases fare, with the id map %s',
    async (which) => {
      const { code, out } = await match('--cases', known, '--json', '--id-map', which);
      const told = report.parse(JSON.parse(out));
      expect(code).toBe(0);
      expect(told).toMatchObject({ total: 29, wrong: 0 });
      expect(told.right).toBeGreaterThanOrEqual(28);
      expect(told.cases).toHaveLength(29);
      expect(told.byTag['movie']).toEqual(expect.objectContaining({ total: 2, right: 2 }));
    },
  );

  it('finds a title nobody mapped by search, and says what it went by', async () => {
    const { code, out } = await matchFile({ ...aPool, cases: [aCase('one')] }, '--json');
    const told = report.parse(JSON.parse(out));
    expect([code, told.right, told.requestsPerCase]).toEqual([0, 1, 2]);
    expect(told.cases[0]?.reasons.join('\n')).toMatch(/title: .*\n(.*\n)*air-date: /);
  });

  it('asks Trakt for other titles as the product does, and counts that apart', async () => {
    const show = { ...aShow({}), original_title: null, title_ja: '夜明けの譚' };
    const input = { ...anInput, show };
    const byAlias = { ...aPool, cases: [aCase('one', { input }), aCase('two')] };
    const { code, out } = await matchFile(byAlias, '--json');
    const told = report.parse(JSON.parse(out));
    expect([code, told.right]).toEqual([0, 2]);
    expect(told.traktRequestsPerCase).toBe(0.5);
    expect(told.cases[0]?.reasons.join('\n')).toContain('“夜明けの譚”, as Trakt calls it too,');
  });

  it('does not see rows that the wiki hides', async () => {
    const third = { ...anInput, episode: 3, first_aired: '2020-01-18T14:00:00.000Z' };
    const expected = { match: 'none' };
    const { out } = await matchFile(
      { ...aPool, cases: [aCase('three', { input: third, expected })] },
      '--json',
    );
    expect(report.parse(JSON.parse(out)).cases[0]).toMatchObject({
      verdict: 'right',
      got: { state: 'parked' },
    });
  });

  it('ends with 1 and names the case when something asserted is wrong', async () => {
    const expected = { match: 'episode', subject_id: 7, ep: 2 };
    const { code, out } = await matchFile({ ...aPool, cases: [aCase('one', { expected })] });
    expect(code).toBe(1);
    expect(out).toMatch(/^wrong: one\n/);
    expect(out).toContain('0 of 1 right, 0 parked, 1 wrong');
  });

  it('runs other numberings when told to', async () => {
    const other = [{ numbering: 'tvdb', season: 1, episode: 1 }];
    const file = { ...aPool, cases: [aCase('one', { alternate_inputs: other })] };
    const { out } = await matchFile(file, '--json', '--alternates');
    expect(report.parse(JSON.parse(out)).total).toBe(2);
  });

  it('lists every fault of a file with its place, and runs nothing', async () => {
    const { code, out, err } = await matchFile({
      ...aPool,
      subjects: { ...aPool.subjects, 8: { id: 9, type: 2, name: 'x' } },
      bangumi_episode_rows: {
        ...aPool.bangumi_episode_rows,
        8: [{ id: 70, type: 0, sort: 1, airdate: '', ban: 0 }],
        10: [],
      },
      cases: [aCase('one'), aCase('one')],
    });
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('/subjects/8/id: is 9, but the key is 8');
    expect(err).toContain('/bangumi_episode_rows/8/0/id: 70 is a row of subject 7 already');
    expect(err).toContain('/bangumi_episode_rows/10: no such subject in the pool');
    expect(err).toContain('/cases/1/id: “one” is the id of another case already');
  });

  it.each([
    ['no JSON', '{"cases": [', /not JSON/],
    ['nothing of it', '{}', /\/subjects: .*\n {2}\/cases: /],
    [
      'a case that is none',
      { ...aPool, cases: [{ id: '', input: { media: 'book' }, expected: { match: 'maybe' } }] },
      /\/cases\/0\/id: (.*\n)*.*\/cases\/0\/input\/media: (.*\n)*.*\/cases\/0\/expected\/match: /,
    ],
  ])('refuses %s', async (_, content, says) => {
    const { code, err } = await matchFile(content);
    expect(code).toBe(1);
    expect(err).toMatch(says);
  });

  it('says which file it cannot read', async () => {
    const { code, err } = await match('--cases', 'nowhere.json');
    expect([code, err]).toEqual([1, expect.stringContaining('nowhere.json: cannot be read')]);
  });
});
