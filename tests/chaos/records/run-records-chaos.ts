import { setTimeout as wait } from 'node:timers/promises';
import { connectDatabase } from '../../../src/platform/database/index.js';
import { messageOf } from '../../../src/platform/lib/errors.js';
import { createLogger } from '../../../src/platform/observability/create-logger.js';
import { createApiKey } from '../../../src/platform/security/api-key.js';
import { createWorld } from '../../bench/world.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { seededRandom, upTo } from '../seeded-random.js';
import { startStack, type Stack } from '../stack.js';
import { within } from '../within.js';
import { judgeRecords, type RecordsVerdict } from './judge-records.js';
import { sessionId, writeUntilOver, type Acknowledged } from './writer.js';

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
const writesAgainWithinMs = 60_000;

/** Kills the API, and the database at times, at random moments while records are written; judged after each round. */
export const runRecordsChaos = ({
  rounds,
  seed,
  say,
}: RecordsChaosOptions): Promise<RecordsChaosResult> =>
  onStack(async (stack) => {
    const apiKey = await admitWriter(stack);
    const acknowledged: Acknowledged = { versions: new Map(), inserted: new Map() };
    let verdict: RecordsVerdict = { acknowledged: 0, found: 0, lost: 0, doubled: 0 };
    for (let round = 1; round <= rounds; round += 1) {
      const random = seededRandom(seed + round);
      const victim = round % 3 === 0 ? 'postgres' : 'api';
      const name = `round ${round}, ${victim}, seed ${seed}`;
      try {
        await playRound({ stack, apiKey, round, victim, random, acknowledged });
        verdict = await judgeRecords(stack.databaseUrl, acknowledged);
      } catch (error) {
        return { seed, rounds: round, ...verdict, failed: `${name}: ${messageOf(error)}` };
      }
      say(`${name}: ${renderVerdict(verdict)}`);
      if (verdict.lost > 0 || verdict.doubled > 0)
        return { seed, rounds: round, ...verdict, failed: name };
    }
    return { seed, rounds, ...verdict, failed: null };
  });

export const renderVerdict = ({ acknowledged, found, lost, doubled }: RecordsVerdict): string =>
  `acknowledged ${acknowledged}, found ${found}, lost ${lost}, doubled ${doubled}`;

interface Round {
  readonly stack: Stack;
  readonly apiKey: string;
  readonly round: number;
  readonly victim: 'api' | 'postgres';
  readonly random: () => number;
  readonly acknowledged: Acknowledged;
}

async function playRound({ stack, apiKey, round, victim, random, acknowledged }: Round) {
  let over = false;
  const writing = Array.from({ length: writers }, (_, n) =>
    writeUntilOver({
      name: `r${round}w${n}`,
      apiUrl: stack.apiUrl,
      apiKey,
      random: seededRandom(round * 1000 + n),
      acknowledged,
      isOver: () => over,
    }),
  );
  const disturb = async (): Promise<void> => {
    await wait(calmMs + upTo(random, 1_000));
    await stack.parts[victim].kill();
    await stack.parts[victim].start();
    const before = acknowledged.versions.size;
    await within(writesAgainWithinMs, 'writes after the kill', () =>
      Promise.resolve(acknowledged.versions.size > before || undefined),
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

async function admitWriter({ databaseUrl }: Stack): Promise<string> {
  const log = createLogger({ level: 'silent', format: 'json' });
  const db = connectDatabase({ url: databaseUrl, poolMax: 1, log });
  try {
    const { key, hash, prefix } = createApiKey();
    const userId = 'u_records';
    await db.user.create({ data: { id: userId, name: 'records' } });
    await db.apiKey.create({
      data: { id: 'k_records', userId, name: 'chaos', hash, prefix, scopes: ['*'] },
    });
    await db.translationSession.create({
      data: {
        userId,
        id: sessionId,
        status: 'processing',
        version: 1,
        fingerprint: '00000000-0000-0000-0000-000000000000',
      },
    });
    return key;
  } finally {
    await db.$disconnect();
  }
}

/** Nobody is asked upstream, but there has to be an id map. */
const nowhere = 'http://127.0.0.1:1';
const { idMap } = createWorld([{ name: 'one', about: 'one', seasons: 1, episodes: 1 }]);

async function onStack<T>(play: (stack: Stack) => Promise<T>): Promise<T> {
  const { dir, remove } = await temporaryFolder('watchflow-chaos-');
  try {
    const stack = await startStack({
      dir,
      traktUrl: nowhere,
      bangumiUrl: nowhere,
      idMap,
    });
    try {
      return await play(stack);
    } finally {
      await stack.stop();
    }
  } finally {
    await remove();
  }
}
