import {
  startBangumiSimulator,
  startTraktSimulator,
  type ScenarioInput,
} from '../../../src/simulators/index.js';
import { serveParent } from './child.js';

type Counts = Readonly<Record<string, number>>;

export interface SimulatorOptions {
  readonly scenario: ScenarioInput;
  readonly latencyMs: number;
}

async function start({ scenario, latencyMs }: SimulatorOptions) {
  const [trakt, bangumi] = await Promise.all([
    startTraktSimulator({ scenario, latencyMs, limits: 'off' }),
    startBangumiSimulator({ scenario, latencyMs, limits: 'off' }),
  ]);
  return { trakt, bangumi };
}

let world: Awaited<ReturnType<typeof start>> | undefined;
const running = () => {
  if (world === undefined) throw new Error('The simulators are not started.');
  return world;
};

const offer = {
  async start(options: SimulatorOptions) {
    world = await start(options);
    return { traktUrl: world.trakt.url, bangumiUrl: world.bangumi.url };
  },
  resetCounts(): void {
    running().trakt.resetCounts();
    running().bangumi.resetCounts();
  },
  /** As they arrived, by endpoint. */
  counts: (): { readonly trakt: Counts; readonly bangumi: Counts } => ({
    trakt: running().trakt.counts(),
    bangumi: running().bangumi.counts(),
  }),
  watch(username: string, play: { show: number; number: number; watchedAt: string }): void {
    running().trakt.addPlay({ ...play, season: 1 }, { username });
  },
  /** A change in the oldest quarter of somebody's history, of another play each time; `unwatched` of the show is free. */
  changeFarDown({ username, change, unwatched }: FarDown): void {
    const { trakt } = running();
    const plays = trakt.plays(username);
    const oldest = plays.slice(Math.floor(plays.length * 0.75));
    const some = (): (typeof plays)[number] => {
      far = (far + 97) % oldest.length;
      const play = oldest[far];
      if (play === undefined) throw new Error('There are no plays.');
      return play;
    };
    const remove = (): unknown => trakt.removePlay(some().id, { username });
    const add = (): unknown =>
      trakt.addPlay({ ...unwatched, season: 1, watchedAt: some().watchedAt }, { username });
    const acts: Readonly<Record<typeof change, () => unknown>> = {
      none: () => undefined,
      'back-dated': add,
      edited: () => {
        trakt.editPlay(some().id, { watchedAt: some().watchedAt }, { username });
      },
      deleted: remove,
      exchanged: () => [add(), remove()],
      'deleted × 40': () => Array.from({ length: 40 }, remove),
    };
    acts[change]();
  },
};

let far = 0;

interface FarDown {
  readonly username: string;
  readonly change: 'none' | 'back-dated' | 'edited' | 'deleted' | 'exchanged' | 'deleted × 40';
  readonly unwatched: { readonly show: number; readonly number: number };
}

export type SimulatorsOffer = typeof offer;
serveParent(offer);
