import type { BangumiSimulator } from '../../src/simulators/index.js';
import type { BenchPerson } from '../bench/world.js';
import { createApiClient } from './ask-api.js';
import { beginKilling, type Round } from './begin-killing.js';
import { createLatch } from './gate.js';
import { judge, type Verdict } from './judge.js';
import { readLedger, readRunStatus } from './ledger.js';
import { victims, type RoundPlan, type Victim } from './plan-rounds.js';
import { admit } from './register.js';
import type { Stack } from './stack.js';
import { within } from './within.js';

export type Scene = Round['scene'] & { readonly bangumi: BangumiSimulator };

export interface Played extends Verdict {
  /** From the first kill to the end of the run; null where nobody was killed. */
  readonly recoveryMs: number | null;
  /** In order; one that came after the end of the run counts as well. */
  readonly killed: readonly Victim[];
  readonly wallMs: number;
}

const answerWithinMs = 60_000;
const endWithinMs = 180_000;

/** One person's first sync, with a kill in it; without a plan nobody is killed. Throws when the run does not come to an end. */
export async function playRound(
  scene: Scene,
  person: BenchPerson,
  plan?: RoundPlan,
): Promise<Played> {
  const { stack, bangumi } = scene;
  const user = await admit(stack, person);
  const { apiUrl, databaseUrl } = stack;
  const api = createApiClient({ apiUrl, apiKey: user.apiKey, patienceMs: answerWithinMs });
  const killed: { readonly victim: Victim; readonly at: number }[] = [];
  const kill = async (victim: Victim): Promise<void> => {
    killed.push({ victim, at: performance.now() });
    await stack.parts[victim].kill();
  };
  const began = performance.now();
  const round: Round = { scene, person, user, kill };
  const killing = plan === undefined ? undefined : await beginKilling(round, plan);
  const over = createLatch();
  const running = async (): Promise<{ readonly taskId: string; readonly ended: number }> => {
    const taskId = await api.requestSync(`round-${person.name}`);
    await within(endWithinMs, 'the end of the run', async () => {
      assertNobodyFell(stack);
      const status = await readRunStatus(databaseUrl, taskId);
      return status !== undefined && status !== 'running' ? status : undefined;
    });
    return { taskId, ended: performance.now() };
  };
  const [{ taskId, ended }] = await bothSettled(
    running().finally(over.release),
    killing?.(over.released),
  );
  const status = await api.statusOf(taskId);
  const ledger = await readLedger(databaseUrl, user.userId);
  const [first] = killed;
  const verdict = judge({ person, ledger, bangumi, status });
  const missed =
    plan !== undefined && first === undefined ? [`the sync never came to ${plan.point}`] : [];
  return {
    ...verdict,
    faults: [...verdict.faults, ...missed],
    recoveryMs: first === undefined ? null : Math.max(0, Math.round(ended - first.at)),
    killed: killed.map(({ victim }) => victim),
    wallMs: Math.round(ended - began),
  };
}

/** Both, to their ends; then the first fault is thrown. */
async function bothSettled<A, B>(left: Promise<A>, right: B | Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([left, right]);
  return Promise.all([left, right]);
}

function assertNobodyFell({ parts }: Stack): void {
  for (const victim of victims) {
    const fault = parts[victim].fault();
    if (fault !== undefined) throw new Error(`${victim}: ${fault}`);
  }
}
