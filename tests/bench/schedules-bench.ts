import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { createSchedules } from '../../src/areas/schedules/index.js';
import { connectTemporal } from '../../src/orchestration/connect.js';
import { prepareNamespace } from '../../src/orchestration/prepare-namespace.js';
import {
  createScheduleCommands,
  type ScheduleCommands,
} from '../../src/orchestration/schedules/schedule-commands.js';
import { installTemporalRuntime } from '../../src/orchestration/temporal-log.js';
import { connectDatabase, migrate } from '../../src/platform/database/index.js';
import { systemClock } from '../../src/platform/lib/clock.js';
import type { Logger } from '../../src/platform/lib/logger.js';
import { startRuntime } from '../../src/runtime/index.js';
import { queueNames, searchAttributes } from '../../src/workflows/contract.js';
import { median, ratio, type Bench } from './report.js';

const calls = [
  'createSchedule',
  'describeSchedule',
  'updateSchedule',
  'deleteSchedule',
  'listSchedules',
] as const;
type Call = (typeof calls)[number];
type Counts = Record<Call, number>;

interface Phase {
  readonly phase: string;
  readonly ms: number;
  readonly counts: Counts;
}

interface Installation {
  readonly schedules: ScheduleCommands;
  /** Everybody's settings from now on; undefined = nobody is there any more. */
  readonly want: (timing: string | undefined) => void;
  readonly counted: () => Counts;
}

/** `--scale`: numbers of people; `--rounds`: how often, each with servers of its own. */
export const schedulesBench: Bench = async ({ scale, rounds = 1 }, say) => {
  const cases: { people: number; rounds: Phase[][] }[] = [];
  for (const people of (scale.length === 0 ? ['1000'] : scale).map(Number)) {
    const measured: Phase[][] = [];
    for (let round = 0; round < rounds; round += 1) {
      measured.push(await withInstallation(people, (installation) => play(installation, say)));
    }
    cases.push({ people, rounds: measured });
  }
  return { limiter: 'none', notes, rows: cases.flatMap(toRows), raw: cases };
};

const notes = [
  'One Schedule a person, 8 calls at once, PostgreSQL and Temporal on disk as `npm start` keeps them. Every phase is one',
  'reconcile over everybody but `pause` and `resume`, which are `schedules pause|resume --all`. Writes: create, update, delete.',
];

async function play(
  { schedules, want, counted }: Installation,
  say: (line: string) => void,
): Promise<Phase[]> {
  const phases: Phase[] = [];
  const measure = async (phase: string, act: () => Promise<unknown>): Promise<void> => {
    counted();
    const began = performance.now();
    await act();
    phases.push({ phase, ms: performance.now() - began, counts: counted() });
    say(`${phase}: ${Math.round(phases.at(-1)?.ms ?? 0)} ms`);
  };
  const reconcile = () => schedules.reconcile();
  want('@every 6h');
  await measure('create', reconcile);
  await measure('again', reconcile);
  await measure('watch', () => schedules.watch());
  want('30 4 * * *');
  await measure('change', reconcile);
  await measure('again', reconcile);
  await measure('pause', () => schedules.pauseAll('bench'));
  await measure('resume', () => schedules.resumeAll('bench'));
  await measure('again', reconcile);
  want(undefined);
  await measure('delete', reconcile);
  return phases;
}

const nothing = (): void => undefined;
const silent: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  child: () => silent,
};

async function withInstallation<T>(
  people: number,
  use: (installation: Installation) => Promise<T>,
): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'watchflow-bench-'));
  const log = silent;
  const runtime = await startRuntime({
    dataDir,
    temporary: false,
    cacheDir: join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'watchflow'),
    searchPath: process.env['PATH'],
    cliPath: process.env['TEMPORAL_CLI_PATH'],
    ui: false,
    namespace: 'default',
    retentionDays: 7,
    searchAttributes: Object.values(searchAttributes).map(({ name }) => ({
      name,
      type: 'Keyword',
    })),
    log,
  });
  try {
    installTemporalRuntime({ log });
    await migrate({ url: runtime.databaseUrl, log });
    const db = connectDatabase({ url: runtime.databaseUrl, poolMax: 10, log });
    const link = await connectTemporal({
      target: { kind: 'address', address: runtime.temporal.address },
      namespace: 'default',
      codec: undefined,
      log,
    });
    const { connection, namespace, client } = link;
    await prepareNamespace({ connection, namespace, isOurs: true, log });
    const book = createSchedules({ db, clock: systemClock, onMissed: () => Promise.resolve() });
    const wishes = wishesOf(people);
    try {
      return await use({
        schedules: createScheduleCommands({
          client,
          queues: queueNames(''),
          syncEnabled: true,
          jobsEnabled: true,
          book,
          sources: [wishes.source],
          log,
        }),
        want: (timing) => {
          wishes.want(timing);
        },
        counted: countCalls(client),
      });
    } finally {
      await link.close();
      await db.$disconnect();
    }
  } finally {
    await runtime.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function wishesOf(people: number) {
  let timing: string | undefined;
  let version = 0;
  const owners = Array.from(
    { length: people },
    (_, at) => `u_${at.toString(16).padStart(16, '0')}`,
  );
  const toWanted = (ownerId: string, text: string) => ({
    kind: 'history' as const,
    ownerId,
    enabled: true,
    timing: text,
    timeZone: 'Asia/Shanghai',
    missed: 'run-once' as const,
    version,
  });
  return {
    want(text: string | undefined) {
      timing = text;
      version += 1;
    },
    source: {
      kind: 'history' as const,
      find: (ownerId: string) =>
        Promise.resolve(timing === undefined ? undefined : toWanted(ownerId, timing)),
      all: () => {
        const text = timing;
        return Promise.resolve(
          text === undefined ? [] : owners.map((owner) => toWanted(owner, text)),
        );
      },
    },
  };
}

/** Counts what goes to the server; answers the counts since the last time. */
function countCalls({ workflowService }: Client): () => Counts {
  const none = (): Counts => ({
    createSchedule: 0,
    describeSchedule: 0,
    updateSchedule: 0,
    deleteSchedule: 0,
    listSchedules: 0,
  });
  let counts = none();
  for (const call of calls) {
    const original: unknown = Reflect.get(workflowService, call);
    if (typeof original !== 'function') throw new Error(`The client has no ${call}.`);
    Reflect.set(workflowService, call, (...args: unknown[]): unknown => {
      counts[call] += 1;
      const answer: unknown = Reflect.apply(original, workflowService, args);
      return answer;
    });
  }
  return () => {
    const counted = counts;
    counts = none();
    return counted;
  };
}

function toRows({ people, rounds }: { people: number; rounds: readonly Phase[][] }) {
  const [first = []] = rounds;
  return first.map(({ phase, counts }, at) => {
    const seconds = median(rounds.map((round) => round[at]?.ms ?? 0)) / 1_000;
    const { createSchedule, updateSchedule, deleteSchedule } = counts;
    return {
      people,
      phase,
      seconds: Number(seconds.toFixed(1)),
      'per second': ratio(people, seconds),
      writes: createSchedule + updateSchedule + deleteSchedule,
      describe: counts.describeSchedule,
      list: counts.listSchedules,
    };
  });
}
