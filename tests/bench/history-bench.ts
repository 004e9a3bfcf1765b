import { withProduct, withSimulators, type SyncFigures } from './on-stage.js';
import { limitsOff, median, ratio, sumOf, type Bench } from './report.js';
import type { Shape } from './world.js';

const episodes = 50;
const mebibyte = 1024 * 1024;
const warmUp: Shape = { name: 'warm-up', about: '', seasons: 4, episodes };
const allSizes = ['1000', '10000', '100000'];

interface Case {
  readonly plays: number;
  readonly name: 'first' | 'unchanged';
  readonly figures: readonly SyncFigures[];
}

/** `--scale`: numbers of plays. */
export const historyBench: Bench = async ({ scale, rounds }, say) => {
  const cases: Case[] = [];
  for (const plays of (scale.length === 0 ? allSizes : scale).map(Number)) {
    say(`${plays} plays`);
    cases.push(...(await measure(plays, rounds ?? (plays < 100_000 ? 3 : 1), say)));
  }
  return {
    limiter: limitsOff,
    notes: [...notes, ...compared(cases)],
    rows: cases.map(toRow),
    raw: cases,
  };
};

/** Each number of plays in a process of its own: what a larger one left behind is not a smaller one's. */
async function measure(
  plays: number,
  rounds: number,
  say: (line: string) => void,
): Promise<readonly Case[]> {
  const shape = { name: String(plays), about: '', seasons: Math.ceil(plays / episodes), episodes };
  const shapes = [warmUp, ...Array.from({ length: rounds }, () => shape)];
  return await withSimulators({ shapes, latencyMs: 0 }, (stage) =>
    withProduct(stage, async (product) => {
      const first: SyncFigures[] = [];
      const unchanged: SyncFigures[] = [];
      for (const person of stage.world.people) {
        await product.join(person);
        first.push(await product.sync(person));
        unchanged.push(await product.sync(person));
        say(
          `  ${person.name}: ${first.at(-1)?.wallMs ?? 0} ms, ${unchanged.at(-1)?.wallMs ?? 0} ms`,
        );
      }
      return [
        { plays, name: 'first', figures: first.slice(1) },
        { plays, name: 'unchanged', figures: unchanged.slice(1) },
      ];
    }),
  );
}

const notes = [
  'First sync of somebody with that many plays in seasons of 50, then again unchanged; no latency. Median of 3 (100,000: 1)',
  'after a warm-up of 200 plays; every number of plays in a new process with new servers. RSS: the Node process alone, its most;',
  'heap: V8’s share of it on the main thread then; curve: the most within each tenth of the time. CPU: Node, PostgreSQL, Temporal.',
  'Database: its growth by the sync. Events, KiB: the longest execution of the workflow; runs: how many continued one another.',
];

const of = (figures: readonly SyncFigures[], what: (one: SyncFigures) => number): number =>
  median(figures.map(what));

function toRow({ plays, name, figures }: Case): Record<string, string | number> {
  const longest = (one: SyncFigures, what: 'events' | 'bytes'): number =>
    Math.max(...one.workflow.map((execution) => execution[what]));
  const wallMs = of(figures, (one) => one.wallMs);
  return {
    plays,
    sync: name,
    status: [...new Set(figures.map(({ status }) => status))].join(),
    proven: of(figures, (one) => one.plays),
    'wall ms': wallMs,
    'µs/play': Math.round((wallMs * 1000) / plays),
    'cpu ms': of(figures, (one) => one.cpuMs),
    'postgres ms': of(figures, ({ serverCpu }) => serverCpu.postgres),
    'temporal ms': of(figures, ({ serverCpu }) => serverCpu.temporal),
    trakt: of(figures, ({ requests }) => sumOf(requests.trakt)),
    bangumi: of(figures, ({ requests }) => sumOf(requests.bangumi)),
    'rss MiB': of(figures, ({ rss }) => rss.peak),
    heap: of(figures, ({ rss }) => rss.atPeak.heap),
    curve: figures.at(-1)?.rss.curve.join(' ') ?? '',
    postgres: of(figures, ({ serverRss }) => serverRss.postgres),
    temporal: of(figures, ({ serverRss }) => serverRss.temporal),
    'db MiB': Math.round(of(figures, (one) => one.databaseGrowth) / mebibyte),
    runs: of(figures, ({ workflow }) => workflow.length),
    events: of(figures, (one) => longest(one, 'events')),
    KiB: Math.round(of(figures, (one) => longest(one, 'bytes')) / 1024),
  };
}

/** Growth and cost from the smallest to each larger one, within this run. */
function compared(cases: readonly Case[]): readonly string[] {
  const firsts = cases.filter(({ name }) => name === 'first');
  const [least, ...larger] = firsts;
  if (least === undefined) return [];
  const cost = ({ figures, plays }: Case): number => of(figures, (one) => one.wallMs) / plays;
  const peak = ({ figures }: Case): number => of(figures, ({ rss }) => rss.peak);
  return larger.map(
    (one) =>
      `${least.plays} → ${one.plays}: RSS ${peak(one) - peak(least)} MiB more, cost per play × ${ratio(cost(one), cost(least))}.`,
  );
}
