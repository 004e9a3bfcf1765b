import {
  loadScenario,
  startBangumiSimulator,
  startTraktSimulator,
  type BangumiSimulator,
  type Scenario,
  type TraktSimulator,
} from '../../../src/simulators/index.js';

/** The demo's person on both services, behind a path prefix; addresses are given with a trailing slash. */
export interface SimulatedWorld {
  readonly trakt: TraktSimulator;
  readonly bangumi: BangumiSimulator;
  /** Variables that point watchflow at them. */
  readonly env: Readonly<Record<string, string>>;
  /** Adds the play that was held back: an episode nobody has marked yet. */
  watchNext(): void;
  /** Requests of both since they were last asked for. */
  requests(): { readonly trakt: number; readonly bangumi: number };
  stop(): Promise<void>;
}

const heldBack = { show: 150_004, season: 1, number: 38 };

export async function startSimulatedWorld({
  latencyMs,
}: {
  readonly latencyMs: number;
}): Promise<SimulatedWorld> {
  const scenario = withoutLastEpisode(await loadScenario('demo'));
  const trakt = await startTraktSimulator({ scenario, latencyMs, prefix: '/behind/trakt' });
  const bangumi = await startBangumiSimulator({ scenario, latencyMs, prefix: '/behind/bangumi' });
  return {
    trakt,
    bangumi,
    env: {
      TRAKT_API_URL: `${trakt.url}/`,
      TRAKT_CLIENT_ID: 'the-client',
      TRAKT_ACCESS_TOKEN: scenario.trakt.users[0]?.token ?? 'none',
      BANGUMI_API_URL: `${bangumi.url}/`,
      BANGUMI_ACCESS_TOKEN: scenario.bangumi.users[0]?.token ?? 'none',
    },
    watchNext() {
      trakt.addPlay({ ...heldBack, watchedAt: '2026-10-12T19:30:00.000Z' });
    },
    requests() {
      const used = { trakt: totalOf(trakt.counts()), bangumi: totalOf(bangumi.counts()) };
      trakt.resetCounts();
      bangumi.resetCounts();
      return used;
    },
    async stop() {
      await Promise.all([trakt.stop(), bangumi.stop()]);
    },
  };
}

const totalOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

function withoutLastEpisode(scenario: Scenario): Scenario {
  const [user] = scenario.trakt.users;
  if (user === undefined) throw new Error('The scenario has no Trakt user.');
  const plays = user.plays.map((play) =>
    'show' in play &&
    play.show === heldBack.show &&
    play.number + play.count - 1 === heldBack.number
      ? { ...play, count: play.count - 1 }
      : play,
  );
  return { ...scenario, trakt: { ...scenario.trakt, users: [{ ...user, plays }] } };
}
