import { writeFile } from 'node:fs/promises';
import { beforeAll } from '@jest/globals';
import axios, { type AxiosResponse } from 'axios';
import { z } from 'zod';
import { serveApi } from '../../src/main/compose/serve-api.js';
import { anAnime, type TestTitle } from './scenario-builders.js';
import { withPeople, type Person, type WithPeopleOptions } from './with-people.js';

const spelt = ['zero', 'alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta'];

/**
 * A season of 24 episodes on Trakt that the id map does not know, and that is two subjects of 12 on Bangumi, found by title but
 * of another year: parked, with both as candidates. `second` is the subject of the later half.
 */
export function aPuzzle(n: number): TestTitle & { readonly second: TestTitle } {
  const whole = anAnime(n, { episodes: 24, hasTmdb: false });
  const name = `Puzzle ${spelt[n % 10] ?? 'omega'}`;
  const half = (of: Pick<TestTitle, 'kind' | 'traktId'>, id: number, part: string): TestTitle => ({
    ...of,
    subjectId: id,
    row: (number) => id * 1000 + number,
    subject: {
      id,
      name: `${name}${part}`,
      name_cn: `谜题 ${n}`,
      date: '2011-04-06',
      rows: [{ first_id: id * 1000 + 1, first_sort: 1, count: 12, airdate: '2011-04-06' }],
    },
  });
  const { show, kind, traktId } = whole;
  const unmapped = { kind, traktId };
  if (show === undefined) throw new Error('A series is a show.');
  const first = half(unmapped, 3000 + n, '');
  const second = half({ ...unmapped, traktId: 0 }, 4000 + n, ' 2');
  return { ...first, show: { ...show, title: name }, second };
}

const settled = z.looseObject({
  released: z.int(),
  already_marked: z.int(),
  mappings: z.array(z.looseObject({ id: z.string() })),
  sync: z.looseObject({ run_id: z.string() }).nullable(),
});

/** The id map's entry of a title, with another subject in it. */
export const mappedTo = ({ mapping }: TestTitle, subjectId: number): object => {
  const { sites, ...rest } = mapEntry.parse(mapping);
  const others = sites.filter(({ site }) => site !== 'bangumi');
  return { ...rest, sites: [...others, { site: 'bangumi', id: String(subjectId) }] };
};

const mapEntry = z.looseObject({
  sites: z.array(z.looseObject({ site: z.string() })),
});

export type Settled = z.infer<typeof settled>;

interface WithReviewOptions extends Omit<WithPeopleOptions, 'titles'> {
  /** Instead of what people are served. */
  readonly othersAsked?: number;
}

/** The whole product with its API over such titles. */
export function withReview(
  titles: readonly TestTitle[],
  { othersAsked, ...options }: WithReviewOptions = {},
) {
  const world = withPeople({ titles, ...options });
  let address = '';
  beforeAll(async () => {
    address = await serveApi(world().watchflow, { othersAsked });
  });

  const as = async (
    person: Pick<Person, 'userId'>,
    more: Readonly<Record<string, string>> = {},
  ) => {
    const { key } = await world().watchflow.accounts.keys.create(person.userId, {
      name: 'all',
      scopes: ['*'],
    });
    return async (method: string, path: string, data?: unknown): Promise<AxiosResponse<unknown>> =>
      axios.request<unknown>({
        method,
        url: `${address}/api/v1${path}`,
        data,
        headers: { authorization: `Bearer ${key}`, ...more },
        validateStatus: () => true,
        proxy: false,
      });
  };

  /** The hourly job, to its end. */
  const recheck = async (): Promise<unknown> => {
    const { jobs, temporal } = world().watchflow;
    const { workflowId } = await jobs.request('matches-recheck');
    return temporal.client.workflow.getHandle(workflowId).result();
  };

  return () => ({
    ...world(),
    address: () => address,
    as,
    /** Somebody who watched episodes and synced them, and their way to the API. */
    async watcher(title: TestTitle, count: number) {
      const person = await world().someone();
      const plays = person.watch(title, { count });
      await person.sync();
      const call = await as(person);
      return {
        ...person,
        watched: plays,
        call,
        /** Settles, waits for the sync that was asked for, and answers what was said. */
        async settle(id: string, choice: object): Promise<Settled> {
          const { status, data } = await call('put', `/matches/${id}`, choice);
          if (status >= 300) throw new Error(`not settled: ${JSON.stringify(data)}`);
          const told = settled.parse(data);
          if (told.sync !== null) await person.closed(told.sync.run_id);
          return told;
        },
        /** States of the plays that were watched at first, in order. */
        async states(): Promise<readonly string[]> {
          const all = await person.plays();
          return plays.map((id) => [all[id]?.state, all[id]?.reason].filter(Boolean).join(' '));
        },
      };
    },
    /** What the id map says from now on, and what the hourly job makes of it. */
    async changeMap(items: readonly object[]) {
      const { config, idMapData } = world().watchflow;
      if (config.idMap.source?.kind !== 'file') throw new Error('The id map of tests is a file.');
      await writeFile(config.idMap.source.path, JSON.stringify({ items }));
      await idMapData.refresh({ force: true });
      return recheck();
    },
    recheck,
    async makeAdmin(person: Pick<Person, 'userId'>) {
      await world().watchflow.db.user.update({
        where: { id: person.userId },
        data: { role: 'admin' },
      });
    },
  });
}
