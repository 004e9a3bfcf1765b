import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import type { SyncRunView } from '../../areas/history/index.js';
import type { Tick } from '../../areas/schedules/index.js';
import { loadConfig } from '../../platform/config/load-config.js';
import type { Logger } from '../../platform/lib/logger.js';
import type { WorkflowCode } from '../../orchestration/workers.js';
import { historyScheduleId } from '../../workflows/contract.js';
import type { Watchflow } from '../compose/compose.js';
import { followRun } from '../follow-run.js';
import { reportOf, type RunReport } from '../report.js';
import { createProgressDisplay } from '../show-progress.js';
import { start, type Started } from '../start.js';
import { compareWithExpected } from './compare-with-expected.js';
import { makeDemoLists, type DemoList } from './demo-lists.js';
import { startDemoWorld, type DemoWorld } from './demo-world.js';

export interface DemoOptions {
  readonly log: Logger;
  /** Milestones for people. */
  readonly tell: (line: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly latencyMs: number;
  readonly signal: AbortSignal;
  readonly workflows?: WorkflowCode | undefined;
}

export interface Demo {
  readonly world: DemoWorld;
  readonly started: Started;
  /** Triggers the user's Schedule and waits for what comes of it. Null when the tick found nothing new. */
  sync(): Promise<SyncRunView | null>;
  report(run: SyncRunView): Promise<RunReport>;
  /** What differs from the scenario's expected file; empty when nothing does. */
  differences(): Promise<string[]>;
  /** Three smart lists, as they are on the simulated Trakt then. */
  lists(): Promise<readonly DemoList[]>;
  stop(): Promise<void>;
}

/** The whole product over simulated services, in a temporary folder that is removed at the end. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { log, tell } = options;
  tell('Starting simulated Trakt and Bangumi …');
  const world = await startDemoWorld({ latencyMs: options.latencyMs });
  const dataDir = await mkdtemp(join(tmpdir(), 'watchflow-demo-'));
  const clean = async (): Promise<void> => {
    await world.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    tell(
      'Starting PostgreSQL and Temporal (on the very first start, Temporal is fetched: 44 MB) …',
    );
    const config = loadConfig({ env: demoEnv(options, world, dataDir), cwd: dataDir });
    const started = await start({
      config,
      log,
      ui: true,
      temporary: true,
      workflows: options.workflows,
    });
    return toDemo({ started, world, clean, options });
  } catch (error) {
    await clean();
    throw error;
  }
}

/** Of the person's environment only what finds the programs; their real accounts stay out of a demo. */
function demoEnv({ env }: DemoOptions, world: DemoWorld, dataDir: string): Record<string, string> {
  const kept = [
    'PATH',
    'HOME',
    'XDG_CACHE_HOME',
    'TEMPORAL_CLI_PATH',
    'LOG_LEVEL',
    'PORT',
    'TEMPORAL_UI_PORT',
    'UPSTREAM_LIMITS',
  ];
  const ours = Object.fromEntries(
    kept.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  );
  // A demo asks nobody but its simulators.
  const idMap = { BANGUMI_DATA_URL: 'packaged' };
  // The simulated Trakt shows what was written at once.
  const lists = { LISTS_READ_LAG_SECONDS: '1' };
  return { PORT: '0', ...ours, ...idMap, ...lists, ...world.env, DATA_DIR: dataDir };
}

interface DemoParts {
  readonly started: Started;
  readonly world: DemoWorld;
  readonly clean: () => Promise<void>;
  readonly options: DemoOptions;
}

function toDemo({ started, world, clean, options }: DemoParts): Demo {
  const { watchflow, first } = started;
  const { userId } = first;
  return {
    world,
    started,
    async sync() {
      const since = watchflow.clock.now();
      await watchflow.schedules.trigger('history', userId);
      const { outcome, why } = await tickAfter(watchflow, userId, {
        since,
        signal: options.signal,
      });
      if (outcome === 'unchanged') return null;
      if (outcome === 'skipped') throw new Error(`The tick was skipped: ${why ?? 'unknown'}.`);
      const display = createProgressDisplay(process.stderr);
      const run = await followRun(watchflow, userId, {
        runId: null,
        since,
        onProgress: display.update,
        signal: options.signal,
      });
      display.end();
      return run;
    },
    report: (run) => reportOf(watchflow, run),
    differences: async () =>
      compareWithExpected(
        world.expected,
        await watchflow.history.standings(userId),
        world.bangumi.finalState(),
      ),
    lists: () => makeDemoLists(watchflow, world, { userId, signal: options.signal }),
    async stop() {
      await watchflow.shutdown.run();
      await clean();
    },
  };
}

/** Due times are told to the second. */
const grain = 1000;

async function tickAfter(
  { history, working }: Watchflow,
  userId: string,
  { since, signal }: { readonly since: Date; readonly signal: AbortSignal },
): Promise<Tick> {
  for (;;) {
    const tick = await history.ticks.latest(historyScheduleId(userId));
    if (tick !== null && tick.scheduledAt.getTime() > since.getTime() - grain) return tick;
    // A worker that dies or a Ctrl-C must not leave us waiting for ever.
    await Promise.race([pause(100, undefined, { signal }), working]);
  }
}
