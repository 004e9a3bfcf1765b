import { setTimeout as wait } from 'node:timers/promises';
import { startChild } from './children/child.js';
import type { NaiveOffer } from './children/naive-child.js';
import { withProduct, withSimulators, type Stage, type SyncFigures } from './on-stage.js';
import { limitsOff, median, ratio, sumOf, type Bench } from './report.js';
import type { BenchPerson, Shape } from './world.js';

/** The naïve way costs minutes where each answer takes time, and varies little. */
const naiveRounds = (rounds: number, latencyMs: number): number => (latencyMs === 0 ? rounds : 1);
/** Temporal starts one workflow id at most once a second; who waits in a bench would measure that. */
const betweenSyncs = 1100;

const firstTime: readonly Shape[] = [
  { name: 'a', about: '1 season of 12', seasons: 1, episodes: 12 },
  { name: 'b', about: '10 seasons of 12', seasons: 10, episodes: 12 },
  { name: "b'", about: 'as b, unknown to the id map', seasons: 10, episodes: 12, isMapped: false },
  { name: 'c', about: '600 plays, 30 seasons', seasons: 30, episodes: 20 },
];
const oneMore: Shape = { name: 'e', about: 'one new', seasons: 1, episodes: 13, unwatched: 1 };

type Figures = Pick<SyncFigures, 'plays' | 'wallMs' | 'cpuMs' | 'rss' | 'requests'> &
  Partial<Pick<SyncFigures, 'status' | 'parked' | 'serverCpu' | 'serverRss'>>;

interface Case {
  readonly name: string;
  readonly latencyMs: number;
  readonly product: readonly Figures[];
  readonly naive: readonly Figures[];
}

/** `--scale`: cases by name, `a,b,c` …; (d) and (e) come with any. */
export const syncBench: Bench = async ({ scale, rounds = 3 }, say) => {
  const shapes = firstTime.filter(({ name }) => scale.length === 0 || scale.includes(name));
  const cases: Case[] = [];
  for (const latencyMs of [0, 80]) {
    say(`product, ${latencyMs} ms`);
    const product = await measureProduct(shapes, latencyMs, rounds);
    say(`naïve, ${latencyMs} ms`);
    const naive = await measureNaive(shapes, latencyMs, rounds);
    for (const [name, figures] of product)
      cases.push({ name, latencyMs, product: figures, naive: naive.get(name) ?? [] });
  }
  return {
    limiter: limitsOff,
    notes,
    rows: cases.map(toRow),
    more: [
      { heading: 'CPU and memory', rows: cases.map(toUseRow) },
      { heading: 'Requests by endpoint', rows: toEndpointRows(cases) },
    ],
    raw: cases,
  };
};

const measureProduct = (shapes: readonly Shape[], latencyMs: number, rounds: number) =>
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
    await wait(betweenSyncs);
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
async function measureNaive(shapes: readonly Shape[], latencyMs: number, rounds: number) {
  const warmUp = firstTime.slice(0, 1);
  const told = shapes.filter(({ isMapped }) => isMapped !== false);
  return await withSimulators(
    { shapes: [...warmUp, ...repeated(told, naiveRounds(rounds, latencyMs))], latencyMs },
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
  'Median of 3 (--rounds) after a warm-up of the same kind, each by somebody with titles of their own; naïve: 3 at 0 ms, 1 at 80 ms.',
  'Scale: a 1 season of 12, b 10 of 12, b’ as b but unknown to the id map (nothing is written that is not certain, so those plays wait for a',
  'person), c 30 of 20, d nothing changed, e one new episode. Wall: from the request to the end of its workflow. Requests: as they arrived;',
  'tables: those of bangumi’s that read episode tables, once a week for all users together. Naïve: history by pages of 100, then per play',
  'get-collection, get-state, put, one after the other, told what to match; it keeps no record, reads nothing back, and begins anew each time.',
];

const of = (figures: readonly Figures[], what: (one: Figures) => number): number =>
  median(figures.map(what));
const traktOf = ({ requests }: Figures): number => sumOf(requests.trakt);
const bangumiOf = ({ requests }: Figures): number => sumOf(requests.bangumi);
const requestsOf = (one: Figures): number => traktOf(one) + bangumiOf(one);
const wallOf = ({ wallMs }: Figures): number => wallMs;

type Row = Record<string, string | number>;

function toRow({ name, latencyMs, product, naive }: Case): Row {
  const row = {
    case: name,
    latency: latencyMs,
    status: [...new Set(product.map(({ status }) => status ?? ''))].join(),
    proven: of(product, ({ plays }) => plays),
    parked: of(product, ({ parked }) => parked ?? 0),
    trakt: of(product, traktOf),
    bangumi: of(product, bangumiOf),
    tables: of(product, ({ requests }) => requests.bangumi['GET /v0/episodes'] ?? 0),
    'wall ms': of(product, wallOf),
  };
  if (naive.length === 0) return row;
  return {
    ...row,
    'naïve requests': of(naive, requestsOf),
    'naïve ms': of(naive, wallOf),
    'requests ×': ratio(of(naive, requestsOf), of(product, requestsOf)),
    'wall ×': ratio(of(naive, wallOf), of(product, wallOf)),
  };
}

const toUseRow = ({ name, latencyMs, product, naive }: Case): Row => ({
  case: name,
  latency: latencyMs,
  'node ms': of(product, ({ cpuMs }) => cpuMs),
  'postgres ms': of(product, ({ serverCpu }) => serverCpu?.postgres ?? 0),
  'temporal ms': of(product, ({ serverCpu }) => serverCpu?.temporal ?? 0),
  'node MiB': of(product, ({ rss }) => rss.peak),
  'postgres MiB': of(product, ({ serverRss }) => serverRss?.postgres ?? 0),
  'temporal MiB': of(product, ({ serverRss }) => serverRss?.temporal ?? 0),
  'naïve ms': naive.length === 0 ? '' : of(naive, ({ cpuMs }) => cpuMs),
  'naïve MiB': naive.length === 0 ? '' : of(naive, ({ rss }) => rss.peak),
});

/** Latency changes none of them, so those without it are told. */
function toEndpointRows(cases: readonly Case[]): readonly Row[] {
  const shown = cases.filter(({ latencyMs }) => latencyMs === 0);
  const all = shown.flatMap(({ name, product, naive }) => [
    { column: name, counts: countsOf(product) },
    ...(naive.length === 0 ? [] : [{ column: `${name} naïve`, counts: countsOf(naive) }]),
  ]);
  const endpoints = [...new Set(all.flatMap(({ counts }) => Object.keys(counts)))].sort();
  return endpoints.map((endpoint) => ({
    endpoint,
    ...Object.fromEntries(all.map(({ column, counts }) => [column, counts[endpoint] ?? ''])),
  }));
}

/** Of the last round: each is the same. */
function countsOf(figures: readonly Figures[]): Readonly<Record<string, number>> {
  const { trakt = {}, bangumi = {} } = figures.at(-1)?.requests ?? {};
  const named = (service: string, counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).map(([endpoint, count]) => [`${service} ${endpoint}`, count] as const);
  return Object.fromEntries<number>([...named('trakt', trakt), ...named('bangumi', bangumi)]);
}
