import { withProduct, withSimulators, type ProductOnStage, type Stage } from './on-stage.js';
import { limitsOff, median, sumOf, type Bench } from './report.js';
import type { BenchPerson, Shape } from './world.js';

const episodes = 50;
const allSizes = ['1000', '10000', '100000'];
const pageSize = 250;

const changes = ['none', 'back-dated', 'edited', 'deleted', 'exchanged', 'deleted × 40'] as const;
type Change = (typeof changes)[number];

interface Case {
  readonly plays: number;
  readonly change: Change;
  readonly wallMs: number;
  readonly trakt: number;
  readonly bangumi: number;
  readonly status: string;
}

/** `--scale`: numbers of plays. What it takes to find a change far down in a history that was synced before. */
export const changesBench: Bench = async ({ scale, rounds = 3 }, say) => {
  const cases: Case[] = [];
  for (const plays of (scale.length === 0 ? allSizes : scale).map(Number)) {
    say(`${plays} plays`);
    cases.push(...(await measure(plays, rounds, say)));
  }
  return { limiter: limitsOff, notes, rows: toRows(cases), raw: cases };
};

const notes = [
  'One person with that many plays in seasons of 50, synced before; then one change at a time, each followed by a sync; no latency.',
  'Median of the rounds (--rounds, 3), each with other plays; the first sync and one without a change are the warm-up. Trakt: all',
  'requests of that sync, `last_activities` among them; pages: what walking the whole history would have taken.',
];

async function measure(
  plays: number,
  rounds: number,
  say: (line: string) => void,
): Promise<readonly Case[]> {
  const shape: Shape = {
    name: String(plays),
    about: '',
    seasons: Math.ceil(plays / episodes),
    episodes,
    unwatched: 1,
  };
  return await withSimulators({ shapes: [shape], latencyMs: 0 }, (stage) =>
    withProduct(stage, async (product) => {
      const [person] = stage.world.people;
      if (person === undefined) throw new Error('There is nobody.');
      await product.join(person);
      await product.sync(person);
      await product.sync(person);
      const cases: Case[] = [];
      for (let round = 0; round < rounds; round += 1)
        for (const change of changes) {
          const measured = await measureOne(
            { stage, product, person, plays, nth: cases.length },
            change,
          );
          say(`  ${change}: ${measured.trakt} requests, ${measured.wallMs} ms`);
          cases.push(measured);
        }
      return cases;
    }),
  );
}

interface Measuring {
  readonly stage: Stage;
  readonly product: ProductOnStage;
  readonly person: BenchPerson;
  readonly plays: number;
  /** Which change it is: each takes another season. */
  readonly nth: number;
}

async function measureOne(
  { stage, product, person, plays, nth }: Measuring,
  change: Change,
): Promise<Case> {
  const season = person.seasons[nth % person.seasons.length];
  if (season === undefined) throw new Error('There is no season.');
  const unwatched = { show: season.show, number: episodes };
  await stage.simulators.changeFarDown({ username: person.name, change, unwatched });
  const { wallMs, requests, status } = await product.sync(person);
  return {
    plays,
    change,
    wallMs,
    trakt: sumOf(requests.trakt),
    bangumi: sumOf(requests.bangumi),
    status,
  };
}

function toRows(cases: readonly Case[]): Record<string, string | number>[] {
  const sizes = [...new Set(cases.map(({ plays }) => plays))];
  return sizes.flatMap((plays) =>
    changes.map((change) => {
      const group = cases.filter((one) => one.plays === plays && one.change === change);
      const of = (what: (one: Case) => number): number => median(group.map(what));
      return {
        plays,
        change,
        status: [...new Set(group.map(({ status }) => status))].join(),
        trakt: of((one) => one.trakt),
        most: Math.max(...group.map((one) => one.trakt)),
        pages: Math.ceil(plays / pageSize),
        bangumi: of((one) => one.bangumi),
        'wall ms': of((one) => one.wallMs),
      };
    }),
  );
}
