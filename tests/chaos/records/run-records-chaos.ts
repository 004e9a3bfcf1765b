import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { messageOf } from '../../../src/platform/lib/errors.js';
import type { Killable } from '../killable.js';
import { seededRandom, upTo } from '../seeded-random.js';
import type { Stack } from '../stack.js';
import { within } from '../within.js';
import { nothingYet, type Acknowledged } from './acknowledged.js';
import { judgeRecords, type RecordsVerdict } from './judge-records.js';
import { startOutboxProcess, type OutboxProcess } from './outbox-process.js';
import { openRecordsStack, type RecordsStack } from './records-stack.js';
import { writeUntilOver } from './writer.js';

export interface RecordsChaosOptions {
  readonly rounds: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

interface RecordsChaosResult extends RecordsVerdict {
  readonly seed: number;
  readonly rounds: number;
  readonly failed: string | null;
}

const writers = 6;
const calmMs = 400;
/** In one round of fifty the database stays away so long. */
const goneMs = 60_000;
const writesAgainWithinMs = 60_000;

const victims = ['api', 'client', 'api and client', 'postgres', 'client'] as const;
type Victim = (typeof victims)[number];

/**
 * Kills API, database and a service with an outbox at random moments while records are written. After each round the outbox delivers
 * what is left, and all that was acknowledged is looked for.
 */
export const runRecordsChaos = ({
  rounds,
  seed,
  say,
}: RecordsChaosOptions): Promise<RecordsChaosResult> =>
  onStack(async ({ stack, dir, apiKey }) => {
    const acknowledged = { server: nothingYet(), outbox: nothingYet() };
    const { apiUrl } = stack;
    const client = await startOutboxProcess({
      dir: path.join(dir, 'outbox'),
      apiUrl,
      apiKey,
      taken: acknowledged.outbox,
    });
    let verdict = await judgeRecords(stack.databaseUrl, acknowledged);
    for (let round = 1; round <= rounds; round += 1) {
      const random = seededRandom(seed + round);
      const victim = victims[(round - 1) % victims.length] ?? 'api';
      const name = `round ${round}, ${victim}, seed ${seed}`;
      try {
        if (round > 1) await client.start();
        await playRound({ stack, client, apiKey, round, victim, random, ...acknowledged });
        await client.stop();
        verdict = await judgeRecords(stack.databaseUrl, acknowledged);
      } catch (error) {
        await client.kill().catch(() => undefined);
        return { seed, rounds: round, ...verdict, failed: `${name}: ${messageOf(error)}` };
      }
      say(`${name}: ${renderVerdict(verdict)}`);
      if (verdict.lost > 0 || verdict.doubled > 0)
        return { seed, rounds: round, ...verdict, failed: name };
    }
    return { seed, rounds, ...verdict, failed: null };
  });

export const renderVerdict = (verdict: RecordsVerdict): string => {
  const { acknowledged, byOutbox, found, lost, doubled } = verdict;
  return `acknowledged ${acknowledged} (${byOutbox} by an outbox), found ${found}, lost ${lost}, doubled ${doubled}`;
};

interface Round {
  readonly stack: Stack;
  readonly client: OutboxProcess;
  readonly apiKey: string;
  readonly round: number;
  readonly victim: Victim;
  readonly random: () => number;
  readonly server: Acknowledged;
}

async function playRound({ stack, client, apiKey, round, victim, random, server }: Round) {
  let over = false;
  const writing = Array.from({ length: writers }, (_, n) =>
    writeUntilOver({
      name: `r${round}w${n}`,
      apiUrl: stack.apiUrl,
      apiKey,
      random: seededRandom(round * 1000 + n),
      acknowledged: server,
      isOver: () => over,
    }),
  );
  const killed = partsOf(victim, { ...stack.parts, client });
  const disturb = async (): Promise<void> => {
    await wait(calmMs + upTo(random, 1_000));
    await Promise.all(killed.map((part) => part.kill()));
    if (round % 50 === 49) await wait(goneMs);
    await Promise.all(killed.map((part) => part.start()));
    const before = server.versions.size;
    await within(writesAgainWithinMs, 'writes after the kill', () =>
      Promise.resolve(server.versions.size > before || undefined),
    );
    await wait(calmMs);
  };
  try {
    await Promise.race([disturb(), Promise.all(writing)]);
  } finally {
    over = true;
  }
  await Promise.all(writing);
}

type Part = Pick<Killable, 'kill' | 'start'>;

function partsOf(
  victim: Victim,
  parts: Readonly<Record<'api' | 'postgres' | 'client', Part>>,
): readonly Part[] {
  return victim === 'api and client' ? [parts.api, parts.client] : [parts[victim]];
}

async function onStack<T>(play: (opened: RecordsStack) => Promise<T>): Promise<T> {
  const opened = await openRecordsStack();
  try {
    return await play(opened);
  } finally {
    await opened.close();
  }
}
