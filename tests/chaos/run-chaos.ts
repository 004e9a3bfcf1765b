import { startBangumiSimulator, startTraktSimulator } from '../../src/simulators/index.js';
import { messageOf } from '../../src/platform/lib/errors.js';
import { createWorld, type BenchPerson } from '../bench/world.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { awaitWorkflows } from './await-workflows.js';
import { startGateProxy } from './gate-proxy.js';
import { planRounds, type RoundPlan } from './plan-rounds.js';
import { playRound, type Played, type Scene } from './play-round.js';
import { startStack } from './stack.js';

export interface ChaosOptions {
  readonly rounds: number;
  readonly seed: number;
  /** Told of each round. */
  readonly say: (line: string) => void;
}

export interface PlayedRound extends Pick<RoundPlan, 'round' | 'victim' | 'point'> {
  readonly played: Played;
}

export interface ChaosResult {
  readonly seed: number;
  readonly rounds: number;
  readonly proven: number;
  readonly lost: number;
  readonly doubled: number;
  readonly needlessWrites: number;
  /** Writes to one subject that arrived while another to it was under way. */
  readonly overlappingWrites: number;
  /** The round that ended it, and what is wrong. */
  readonly failed: string | null;
  readonly played: readonly PlayedRound[];
}

const shape = { name: '10 × 12', about: 'ten seasons of twelve', seasons: 10, episodes: 12 };
const latencyMs = 5;
const pageSize = 50;
const openWorkflowsMs = 60_000;

/** Rounds over one stack, each with a person and titles of its own; the first faulty one is the last. */
export async function runChaos({ rounds, seed, say }: ChaosOptions): Promise<ChaosResult> {
  return onScene(rounds + 1, async (scene, people) => {
    const calm = await playRound(scene, personAt(people, 0));
    assertCalm(calm);
    say(`nobody killed: ${calm.wallMs} ms`);
    const played: PlayedRound[] = [];
    const ending = (failed: string | null): ChaosResult => ({
      seed,
      ...sumOf(played),
      overlappingWrites: scene.bangumi.overlappingWrites(),
      failed,
      played,
    });
    for (const plan of planRounds({ seed, rounds })) {
      const { round, victim, point } = plan;
      const name = `round ${round}, ${victim} ${point}, seed ${seed}`;
      try {
        const disturbed = { ...scene, undisturbedMs: calm.wallMs };
        const one = await playRound(disturbed, personAt(people, round), plan);
        played.push({ round, victim, point, played: one });
        say(`${name}: ${lineOf(one)}`);
        if (one.faults.length > 0) return ending(`${name}: ${one.faults.join('; ')}`);
      } catch (error) {
        return ending(`${name}: ${messageOf(error)}`);
      }
    }
    return awaitWorkflows(scene.stack.temporalAddress, openWorkflowsMs).then(
      () => ending(null),
      (error: unknown) => ending(messageOf(error)),
    );
  });
}

const personAt = (people: readonly BenchPerson[], index: number): BenchPerson => {
  const person = people[index];
  if (person === undefined) throw new Error(`There is no person ${index}.`);
  return person;
};

function assertCalm({ faults, needlessWrites }: Played): void {
  const all = needlessWrites === 0 ? faults : [...faults, `${needlessWrites} needless writes`];
  if (all.length > 0) throw new Error(`Nobody was killed, and: ${all.join('; ')}`);
}

const lineOf = ({ killed, proven, needlessWrites, recoveryMs }: Played): string =>
  `killed ${killed.join(', ')}; ${proven} proven, ${needlessWrites} needless writes, ${recoveryMs ?? 0} ms to the end`;

function sumOf(played: readonly PlayedRound[]) {
  const sum = (of: (one: Played) => number): number =>
    played.reduce((total, one) => total + of(one.played), 0);
  return {
    rounds: played.length,
    proven: sum(({ proven }) => proven),
    lost: sum(({ lost }) => lost),
    doubled: sum(({ doubled }) => doubled),
    needlessWrites: sum(({ needlessWrites }) => needlessWrites),
  };
}

/** Simulators in this process, everything else in processes of its own, while `play` goes on. */
async function onScene<T>(
  count: number,
  play: (scene: Scene, people: readonly BenchPerson[]) => Promise<T>,
): Promise<T> {
  const world = createWorld(Array.from({ length: count }, () => shape));
  const { scenario, idMap, people } = world;
  const ends: (() => Promise<void>)[] = [];
  try {
    const trakt = await startTraktSimulator({ scenario, latencyMs, limits: 'off' });
    ends.push(() => trakt.stop());
    // Several pages, so that there is something between them.
    trakt.faults.add({
      match: { path: /^\/sync\/history/ },
      fault: { kind: 'clamp-page', limit: pageSize },
    });
    const bangumi = await startBangumiSimulator({ scenario, latencyMs, limits: 'off' });
    ends.push(() => bangumi.stop());
    const proxy = await startGateProxy(bangumi.url);
    ends.push(() => proxy.stop());
    const { dir, remove } = await temporaryFolder('watchflow-chaos-');
    ends.push(remove);
    const stack = await startStack({ dir, traktUrl: trakt.url, bangumiUrl: proxy.url, idMap });
    ends.push(() => stack.stop());
    return await play({ stack, proxy, bangumi, undisturbedMs: 0 }, people);
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}
