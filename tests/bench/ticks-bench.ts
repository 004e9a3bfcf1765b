import { setTimeout as wait } from 'node:timers/promises';
import type { TickSeen } from './children/ticks.js';
import { withProduct, withSimulators, type ProductOnStage, type Stage } from './on-stage.js';
import { limitsOff, median, percentile, ratio, sumOf, type Bench } from './report.js';
import type { Shape } from './world.js';

const minute = 60_000;
const together = 20;
const shape: Shape = { name: 'tick', about: 'one play', seasons: 1, episodes: 1 };

type Watched = Awaited<ReturnType<ProductOnStage['ask']['watched']>>;

/** What one minute's due time of every Schedule cost. */
interface Round {
  readonly ticks: readonly TickSeen[];
  readonly activities: number;
  readonly events: number;
  readonly requests: number;
  readonly use: Watched;
}

/** `--scale`: numbers of people. */
export const ticksBench: Bench = async ({ scale, rounds = 3 }, say) => {
  const cases: { people: number; rounds: readonly Round[] }[] = [];
  for (const people of (scale.length === 0 ? ['100', '400'] : scale).map(Number)) {
    say(`${people} people`);
    cases.push({ people, rounds: await measure(people, rounds, say) });
  }
  return { limiter: limitsOff, notes, rows: cases.map(toRow), raw: cases };
};

const measure = (people: number, rounds: number, say: (line: string) => void) =>
  withSimulators({ shapes: Array.from({ length: people }, () => shape), latencyMs: 0 }, (stage) =>
    withProduct(
      stage,
      async (product) => {
        await prepare(stage, product);
        const measured: Round[] = [];
        for (let round = 0; round <= rounds; round += 1) {
          measured.push(await oneMinute(stage, product));
          say(`minute ${round}: ${measured.at(-1)?.ticks.length ?? 0} ticks`);
        }
        return measured.slice(1);
      },
      { onDisk: true },
    ),
  );

/** Everybody has synced once, so that their ticks find nothing changed. */
async function prepare({ world }: Stage, product: ProductOnStage): Promise<void> {
  const names = world.people.map(({ name }) => name);
  for (const person of world.people) await product.join(person);
  for (let at = 0; at < names.length; at += together)
    await product.ask.syncAll(names.slice(at, at + together));
  await product.ask.schedule(names, '* * * * *');
}

async function oneMinute({ simulators }: Stage, product: ProductOnStage): Promise<Round> {
  const due = Math.ceil(Date.now() / minute) * minute;
  await wait(due - 500 - Date.now());
  await simulators.resetCounts();
  await product.ask.watch();
  await wait(due + minute - 2000 - Date.now());
  const use = await product.ask.watched();
  const requests = sumOf((await simulators.counts()).trakt);
  const { ticks, sizes } = await product.ask.ticksSince(new Date(due));
  const [size] = sizes;
  return { ticks, requests, use, activities: size?.activities ?? 0, events: size?.events ?? 0 };
}

const notes = [
  'Everybody has a Schedule due every minute, and nothing has changed. Median of 3 minutes after a warm-up of one; Temporal on disk.',
  'Missed: due times not recorded within the minute. Ticks/s: recorded from the first due time to the last record; the server spreads',
  'equal times over 20 s, so few people cannot show more. Lag: from the time the server gave a tick to its record in the ledger.',
  'CPU: of all three processes, ms per tick, and the part of it that is the Temporal server. Activities, events: of one unchanged tick.',
];

function toRow({ people, rounds }: { people: number; rounds: readonly Round[] }) {
  const of = (what: (round: Round) => number): number => median(rounds.map(what));
  const lags = rounds.flatMap(({ ticks }) => ticks.map(lagOf).filter((lag) => lag !== undefined));
  const cpu = ({ use }: Round): number =>
    use.cpuMs + use.serverCpu.postgres + use.serverCpu.temporal;
  return {
    people,
    missed: of(({ ticks }) => people - ticks.length),
    unchanged: of(({ ticks }) => ticks.filter(({ outcome }) => outcome === 'unchanged').length),
    'ticks/s': of(rateOf),
    'lag p50 ms': percentile(lags, 50),
    'lag p99 ms': percentile(lags, 99),
    'cpu ms/tick': of((round) => ratio(cpu(round), round.ticks.length)),
    'temporal %': of((round) => Math.round((100 * round.use.serverCpu.temporal) / cpu(round))),
    'cpus busy': of((round) => ratio(cpu(round), minute)),
    activities: of(({ activities }) => activities),
    events: of(({ events }) => events),
    'requests/tick': of(({ requests, ticks }) => ratio(requests, ticks.length)),
    'node MiB': of(({ use }) => use.rss.peak),
    temporal: of(({ use }) => use.serverRss.temporal),
    postgres: of(({ use }) => use.serverRss.postgres),
  };
}

const lagOf = ({ dueAt, recordedAt }: TickSeen): number | undefined =>
  dueAt === undefined ? undefined : recordedAt.getTime() - dueAt.getTime();

function rateOf({ ticks }: Round): number {
  const dues = ticks.map(({ dueAt, scheduledAt }) => (dueAt ?? scheduledAt).getTime());
  const last = Math.max(...ticks.map(({ recordedAt }) => recordedAt.getTime()));
  return ratio(ticks.length * 1000, last - Math.min(...dues));
}
