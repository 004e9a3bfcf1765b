import { setTimeout as wait } from 'node:timers/promises';
import type { BangumiSimulator } from '../../src/simulators/index.js';
import type { BenchPerson } from '../bench/world.js';
import { createApiClient } from './ask-api.js';
import { closeGate } from './close-gate.js';
import type { GateProxy } from './gate-proxy.js';
import { judge, type Verdict } from './judge.js';
import { readLedger, readRunStatus } from './ledger.js';
import { victims, type RoundPlan, type Victim } from './plan-rounds.js';
import { admit, type ChaosUser } from './register.js';
import { upTo } from './seeded-random.js';
import type { Stack } from './stack.js';
import { within } from './within.js';

export interface Scene {
  readonly stack: Stack;
  readonly proxy: GateProxy;
  readonly bangumi: BangumiSimulator;
  /** How long a sync takes that nobody disturbs. */
  readonly undisturbedMs: number;
}

export interface Played extends Verdict {
  /** From the first kill to the end of the run; null where nobody was killed. */
  readonly recoveryMs: number | null;
  /** In order; one that came after the end of the run counts as well. */
  readonly killed: readonly Victim[];
  readonly wallMs: number;
}

const reachWithinMs = 60_000;
const endWithinMs = 180_000;
const askEveryMs = 50;

/** One person's first sync, with a kill in it; without a plan nobody is killed. Throws when the run does not come to an end. */
export async function playRound(
  scene: Scene,
  person: BenchPerson,
  plan?: RoundPlan,
): Promise<Played> {
  const { stack, bangumi } = scene;
  const user = await admit(stack, person);
  const { apiUrl, databaseUrl } = stack;
  const api = createApiClient({ apiUrl, apiKey: user.apiKey, patienceMs: reachWithinMs });
  const killed: { readonly victim: Victim; readonly at: number }[] = [];
  const kill = async (victim: Victim): Promise<void> => {
    killed.push({ victim, at: performance.now() });
    await stack.parts[victim].kill();
  };
  const began = performance.now();
  const round: Round = { scene, person, user, kill };
  const killing = await (plan === undefined ? noKill : beginKilling(round, plan));
  const taken = api.requestSync(`round-${person.name}`);
  const [taskId] = await Promise.all([taken, killing(performance.now())]);
  await within(endWithinMs, 'the end of the run', async () => {
    assertNobodyFell(stack);
    const status = await readRunStatus(databaseUrl, taskId);
    return status !== undefined && status !== 'running' ? status : undefined;
  });
  const ended = performance.now();
  const status = await api.statusOf(taskId);
  const ledger = await readLedger(databaseUrl, user.userId);
  const [first] = killed;
  return {
    ...judge({ person, ledger, bangumi, status }),
    recoveryMs: first === undefined ? null : Math.max(0, Math.round(ended - first.at)),
    killed: killed.map(({ victim }) => victim),
    wallMs: Math.round(ended - began),
  };
}

interface Round {
  readonly scene: Scene;
  readonly person: BenchPerson;
  readonly user: ChaosUser;
  readonly kill: (victim: Victim) => Promise<void>;
}

/** Called when the sync is asked for; ends when everybody who was killed is up again. */
type Killing = (since: number) => Promise<void>;

const noKill: Killing = () => Promise.resolve();

const beginKilling = (round: Round, plan: RoundPlan): Promise<Killing> | Killing =>
  plan.point === 'anywhere' ? killAnywhere(round, plan) : killAtGate(round, plan, plan.point);

async function killAtGate(
  { scene: { stack, proxy }, person, user, kill }: Round,
  { victim, random }: RoundPlan,
  point: Exclude<RoundPlan['point'], 'anywhere'>,
): Promise<Killing> {
  const { databaseUrl } = stack;
  const gate = await closeGate({ ...user, point, person, databaseUrl, proxy, random });
  return async () => {
    await within(reachWithinMs, `the point ${point}`, () => settled(gate.reached));
    await wait(upTo(random, 50));
    await kill(victim);
    // A database gate is opened in the database.
    if (victim === 'postgres') await stack.parts.postgres.start();
    await gate.open();
    if (victim !== 'postgres') await stack.parts[victim].start();
  };
}

/** At a random time of the sync, and often somebody again while it recovers. */
function killAnywhere({ scene, kill }: Round, { victim, random }: RoundPlan): Killing {
  const { stack, undisturbedMs } = scene;
  return async () => {
    await wait(upTo(random, undisturbedMs));
    await kill(victim);
    await stack.parts[victim].start();
    const other = victims[upTo(random, victims.length * 2)];
    if (other === undefined) return;
    await wait(upTo(random, 2 * undisturbedMs));
    await kill(other);
    await stack.parts[other].start();
  };
}

const settled = (promise: Promise<void>): Promise<true | undefined> =>
  Promise.race([promise.then((): true => true), wait(askEveryMs).then(() => undefined)]);

function assertNobodyFell({ parts }: Stack): void {
  for (const victim of victims) {
    const fault = parts[victim].fault();
    if (fault !== undefined) throw new Error(`${victim}: ${fault}`);
  }
}
