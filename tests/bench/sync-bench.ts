import { startChild } from './child.js';
import type { NaiveOffer } from './naive-child.js';
import { withProduct, withSimulators, type Stage, type SyncFigures } from './on-stage.js';
import { median, ratio, sumOf, type BenchResult } from './report.js';
import type { BenchPerson, Shape } from './world.js';

const rounds = 3;
/** The naïve way costs minutes where each answer takes time, and varies little. */
const naiveRounds = (latencyMs: number): number => (latencyMs === 0 ? rounds : 1);

const firstTime: readonly Shape[] = [
  { name: 'a', about: '1 season of 12', seasons: 1, episodes: 12 },
  { name: 'b', about: '10 seasons of 12', seasons: 10, episodes: 12 },
  { name: "b'", about: 'as b, unknown to the id map', seasons: 10, episodes: 12, isMapped: false },
  { name: 'c', about: '600 plays, 30 seasons', seasons: 30, episodes: 20 },
];
const oneMore: Shape = { name: 'e', about: 'one new', seasons: 1, episodes: 13, unwatched: 1 };

type Figures = Pick<SyncFigures, 'plays' | 'wallMs' | 'cpuMs' | 'rss' | 'requests'> & {
  readonly status?: string;
};

interface Case {
  readonly name: string;
  readonly latencyMs: number;
  readonly product: readonly Figures[];
  readonly naive: readonly Figures[];
}

/** `--scale`: cases by name, `a,b,c` …; (d) and (e) come with any. */
export async function syncBench(
  scale: readonly string[],
  say: (line: string) => void,
): Promise<BenchResult> {
  const shapes = firstTime.filter(({ name }) => scale.length === 0 || scale.includes(name));
  const cases: Case[] = [];
  for (const latencyMs of [0, 80]) {
    say(`product, ${latencyMs} ms`);
    const product = await measureProduct(shapes, latencyMs);
    say(`naïve, ${latencyMs} ms`);
    const naive = await measureNaive(shapes, latencyMs);
    for (const [name, figures] of product)
      cases.push({ name, latencyMs, product: figures, naive: naive.get(name) ?? [] });
  }
  return { notes, rows: cases.map(toRow), raw: cases };
}

const measureProduct = (shapes: readonly Shape[], latencyMs: number) =>
  withSimulators(
    { shapes: [...repeated(shapes, 1 + rounds), ...repeated([oneMore], 1 + rounds)], latencyMs },
    (stage) => withProduct(stage, (product) => syncAll(stage, product)),
  );

async function syncAll(
  { world, simulators }: Stage,
  product: Parameters<Parameters<typeof withProduct>[1]>[0],
): Promise<ReadonlyMap<string, readonly Figures[]>> {
  const figures = new Map<string, Figures[]>();
  const keep = (name: string, one: Figures): void => {
    figures.set(name, [...(figures.get(name) ?? []), one]);
  };
  for (const person of world.people) {
    await product.join(person);
    const first = await product.sync(person);
    if (person.shape.name !== oneMore.name) {
      keep(person.shape.name, first);
      keep(`d after ${person.shape.name}`, await product.sync(person));
      continue;
    }
    await simulators.watch(person.name, nextOf(person));
    keep('e', await product.sync(person));
  }
  return withoutWarmUp(figures);
}

const nextOf = ({ seasons }: BenchPerson) => ({
  show: seasons[0]?.show ?? 0,
  number: (seasons[0]?.watched ?? 0) + 1,
  watchedAt: '2026-01-01T12:00:00.000Z',
});

/** New simulators, as nothing may be marked yet. (b') would be (b): the naïve way is told what is what. */
async function measureNaive(shapes: readonly Shape[], latencyMs: number) {
  const warmUp = firstTime.slice(0, 1);
  const told = shapes.filter(({ isMapped }) => isMapped !== false);
  return await withSimulators(
    { shapes: [...warmUp, ...repeated(told, naiveRounds(latencyMs))], latencyMs },
    async ({ world, urls, simulators }) => {
      const child = startChild<NaiveOffer>('./naive-child.js');
      const figures = new Map<string, Figures[]>();
      for (const [at, person] of world.people.entries()) {
        await simulators.resetCounts();
        const one = await child.ask.sync(urls, person);
        const requests = await simulators.counts();
        const { name } = person.shape;
        if (at > 0) figures.set(name, [...(figures.get(name) ?? []), { ...one, requests }]);
      }
      await child.end();
      return figures;
    },
  );
}

const repeated = (shapes: readonly Shape[], times: number): readonly Shape[] =>
  shapes.flatMap((shape) => Array.from({ length: times }, () => shape));

const withoutWarmUp = (figures: ReadonlyMap<string, readonly Figures[]>) =>
  new Map([...figures].map(([name, all]) => [name, all.slice(1)]));

const notes = [
  'Median of 3 after a warm-up of the same kind, each by somebody with titles of their own; naïve: 3 at 0 ms, 1 at 80 ms.',
  'Wall: from the request to the end of its workflow. CPU and RSS: of the Node process alone. Requests: as they arrived.',
  'Naïve: history by pages of 100, then per play get-collection, get-state, put, one after the other, told what to match;',
  'it keeps no record, reads nothing back, and begins anew each time. d: nothing changed. e: one new episode.',
];

const of = (figures: readonly Figures[], what: (one: Figures) => number): number =>
  median(figures.map(what));
const traktOf = ({ requests }: Figures): number => sumOf(requests.trakt);
const bangumiOf = ({ requests }: Figures): number => sumOf(requests.bangumi);

function toRow({ name, latencyMs, product, naive }: Case): Record<string, string | number> {
  const row = {
    case: name,
    latency: latencyMs,
    status: [...new Set(product.map(({ status }) => status ?? ''))].join(),
    proven: of(product, ({ plays }) => plays),
    trakt: of(product, traktOf),
    bangumi: of(product, bangumiOf),
    tables: of(product, ({ requests }) => requests.bangumi['GET /v0/episodes'] ?? 0),
    'wall ms': of(product, ({ wallMs }) => wallMs),
    'cpu ms': of(product, ({ cpuMs }) => cpuMs),
    'rss MiB': of(product, ({ rss }) => rss.peak),
  };
  if (naive.length === 0) return row;
  const requests = (one: Figures): number => traktOf(one) + bangumiOf(one);
  return {
    ...row,
    'naïve requests': of(naive, requests),
    'wall ms ': of(naive, ({ wallMs }) => wallMs),
    'cpu ms ': of(naive, ({ cpuMs }) => cpuMs),
    'requests ×': ratio(of(naive, requests), of(product, requests)),
    'wall ×': ratio(
      of(naive, ({ wallMs }) => wallMs),
      of(product, ({ wallMs }) => wallMs),
    ),
  };
}
