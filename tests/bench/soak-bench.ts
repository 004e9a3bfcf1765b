import { withProduct, withSimulators, type ProductOnStage, type Stage } from './on-stage.js';
import { limitsOff, type Bench } from './report.js';
import type { BenchPerson, Shape } from './world.js';

const people = 50;
/** Due by itself never while this runs: every tick is triggered. */
const yearly = '0 0 1 1 *';
const ticksAtLeast = 5000;
const everyTicks = 500;
/** Of a person's due times, one in so many finds a new episode. */
const newEpisodeEvery = 10;
/** The first part, while caches, pools and pages fill up. */
const warmUpPart = 0.3;
/** Growth from the warm-up to the end, per cent of where it stood. */
const tolerated = 2;
const judged = ['heap', 'rss', 'handles', 'files', 'connections'] as const;
/** These breathe within pools: a leak shows as a higher peak, not as a line through a handful. */
const counted: readonly string[] = ['handles', 'files', 'connections'];

const shape: Shape = {
  name: 'soak',
  about: 'one seen of 90',
  seasons: 1,
  episodes: 90,
  unwatched: 89,
};

type Resources = Awaited<ReturnType<ProductOnStage['ask']['resources']>>;
type Sample = Resources & { readonly ticks: number; readonly seconds: number };

/** `--minutes`: at least so long, and at least 5,000 ticks; `--scale N`: N ticks instead. */
export const soakBench: Bench = async ({ minutes = 5, scale }, say) => {
  const atLeast = Number(scale[0] ?? ticksAtLeast);
  const { samples, missed } = await withSimulators(
    { shapes: Array.from({ length: people }, () => shape), latencyMs: 0 },
    (stage) =>
      withProduct(stage, (product) => soak(stage, product, { minutes, atLeast, say }), {
        onDisk: true,
        nodeOptions: ['--expose-gc'],
      }),
  );
  const growth = judged.map((name) => {
    const percent = counted.includes(name) ? peakGrowthOf(samples, name) : growthOf(samples, name);
    return [name, percent] as const;
  });
  const leaks = growth.filter(([, percent]) => percent > tolerated);
  const told = growth.map(([name, percent]) => `${name} ${percent.toFixed(1)} %`).join(', ');
  return {
    limiter: limitsOff,
    notes: [...notes, `Growth after the warm-up: ${told}. Ticks not recorded: ${missed}.`],
    rows: samples.map(toRow),
    raw: { samples, growth, missed },
    failure: leaks.length + missed === 0 ? undefined : failureOf(leaks, missed),
  };
};

interface Soak {
  readonly minutes: number;
  readonly atLeast: number;
  readonly say: (line: string) => void;
}

async function soak(stage: Stage, product: ProductOnStage, { minutes, atLeast, say }: Soak) {
  const names = stage.world.people.map(({ name }) => name);
  for (const person of stage.world.people) await product.join(person);
  await product.ask.syncAll(names);
  await product.ask.schedule(names, yearly);
  const began = Date.now();
  const samples: Sample[] = [];
  const before = await product.ask.ticksRecorded(names, 0);
  let ticks = 0;
  for (let round = 0; ticks < atLeast || Date.now() - began < minutes * 60_000; round += 1) {
    if (ticks % everyTicks === 0) {
      const seconds = Math.round((Date.now() - began) / 1000);
      samples.push({ ticks, seconds, ...(await product.ask.resources()) });
      say(`${ticks} ticks, ${seconds} s, ${samples.at(-1)?.rss ?? 0} MiB`);
    }
    await watchSomething(stage, round);
    await product.ask.triggerTicks(names);
    ticks += names.length;
  }
  const missed = ticks - ((await product.ask.ticksRecorded(names, before + ticks)) - before);
  const seconds = Math.round((Date.now() - began) / 1000);
  samples.push({ ticks, seconds, ...(await product.ask.resources()) });
  return { samples, missed };
}

/** Another few people each round, so that in each round some sync and most find nothing. */
async function watchSomething({ world, simulators }: Stage, round: number): Promise<void> {
  const number = 2 + Math.floor(round / newEpisodeEvery);
  const those = world.people.filter((_, at) => at % newEpisodeEvery === round % newEpisodeEvery);
  for (const person of those.filter(({ shape: { episodes } }) => number <= episodes))
    await simulators.watch(person.name, nextOf(person, number));
}

const nextOf = ({ seasons }: BenchPerson, number: number) => ({
  show: seasons[0]?.show ?? 0,
  number,
  watchedAt: new Date(Date.UTC(2026, 0, 1) + number * 3_600_000).toISOString(),
});

/** Of the line through the samples after the warm-up: how far it rises over them, per cent of where it begins. */
function growthOf(samples: readonly Sample[], name: (typeof judged)[number]): number {
  const kept = samples.slice(Math.ceil(samples.length * warmUpPart));
  const values = kept.map((sample) => sample[name]);
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const rise = values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0);
  const run = values.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
  const slope = run === 0 ? 0 : rise / run;
  const begin = mean - slope * middle;
  return begin === 0 ? 0 : (100 * slope * (values.length - 1)) / begin;
}

/** How far the peak of the second half is above that of the first, per cent. */
function peakGrowthOf(samples: readonly Sample[], name: (typeof judged)[number]): number {
  const half = Math.ceil(samples.length / 2);
  const peak = (some: readonly Sample[]) => Math.max(...some.map((sample) => sample[name]));
  return 100 * (peak(samples.slice(half)) / peak(samples.slice(0, half)) - 1);
}

const failureOf = (leaks: readonly (readonly [string, number])[], missed: number): string =>
  [
    ...leaks.map(([name, percent]) => `${name} grew by ${percent.toFixed(1)} %`),
    ...(missed > 0 ? [`${missed} ticks were not recorded`] : []),
  ].join('; ');

const notes = [
  `Schedules of ${people} people triggered again and again, Temporal on disk; each time a tenth of them has a new episode, whose sync runs beside`,
  `the next ticks. Every ${everyTicks} ticks: MiB of the Node process (heap: live, after a collection) and of the servers, handles, open files,`,
  `database connections, MiB of tables and files. Warm-up: the first ${warmUpPart * 100} %. Judged, at most ${tolerated} % more: Node's memory by the line`,
  'through the samples after it; handles, files and connections by their peak, second half against first. Tables and the file of Temporal hold',
  'records and grow until they are cleared. A tick counts as not recorded when it still is not after the last one.',
];

const toRow = ({ servers, tables, ...sample }: Sample): Record<string, string | number> => ({
  ...sample,
  postgres: servers.postgres,
  temporal: servers.temporal,
  tables: Object.entries(tables)
    .map(([table, mebibytes]) => `${table} ${mebibytes}`)
    .join(' '),
});
