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
};

export type SimulatorsOffer = typeof offer;
serveParent(offer);
