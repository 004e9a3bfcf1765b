import { setTimeout as wait } from 'node:timers/promises';
import type { BenchPerson } from '../bench/world.js';
import { closeGate } from './close-gate.js';
import type { GateProxy } from './gate-proxy.js';
import type { Gate } from './gate.js';
import { victims, type Point, type RoundPlan, type Victim } from './plan-rounds.js';
import type { ChaosUser } from './register.js';
import { upTo } from './seeded-random.js';
import type { Stack } from './stack.js';

/** What the killing in a round works with. */
export interface Round {
  readonly scene: {
    readonly stack: Stack;
    readonly proxy: GateProxy;
    /** How long a sync takes that nobody disturbs. */
    readonly undisturbedMs: number;
  };
  readonly person: BenchPerson;
  readonly user: ChaosUser;
  readonly kill: (victim: Victim) => Promise<void>;
}

/** Called when the sync is asked for; ends when everybody who was killed is up again, or the run is over. */
export type Killing = (over: Promise<void>) => Promise<void>;

/** Closes the gate, if the plan has one; then the sync may be asked for. */
export const beginKilling = (round: Round, plan: RoundPlan): Promise<Killing> | Killing =>
  plan.point === 'anywhere' ? killAnywhere(round, plan) : killAtGate(round, plan, plan.point);

async function killAtGate(
  { scene: { stack, proxy }, person, user, kill }: Round,
  { victim, random }: RoundPlan,
  point: Exclude<Point, 'anywhere'>,
): Promise<Killing> {
  const season = person.seasons[upTo(random, person.seasons.length)];
  if (season === undefined) throw new Error('A person without seasons syncs nothing.');
  const { databaseUrl } = stack;
  const close = (): Promise<Gate> =>
    closeGate({ ...user, point, season, databaseUrl, proxy, random });
  const killAt = async (gate: Gate, over: Promise<void>, timesLeft: number): Promise<void> => {
    const isReached = await Promise.race([gate.reached.then(() => true), over.then(() => false)]);
    if (!isReached) return gate.open();
    await wait(upTo(random, 50));
    await kill(victim);
    // A database gate is opened in the database.
    if (victim === 'postgres') await stack.parts.postgres.start();
    const next = timesLeft > 1 ? await close() : undefined;
    await gate.open();
    if (victim !== 'postgres') await stack.parts[victim].start();
    if (next !== undefined) await killAt(next, over, timesLeft - 1);
  };
  const gate = await close();
  return (over) => killAt(gate, over, timesAt(victim, point));
}

/** A dead worker's read is read again, and may be killed again: what is written without reading is then written three times. */
const timesAt = (victim: Victim, point: Point): number =>
  victim === 'worker' && point === 'before-read-back' ? 2 : 1;

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
