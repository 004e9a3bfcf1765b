import type { AuditEntry } from '../../areas/audit/index.js';
import type { AskedOfAll } from '../../orchestration/schedules/schedule-commands.js';
import type { Pause, ScheduleState } from '../../areas/schedules/index.js';
import { nextDueTimes, parseTiming } from '../../platform/lib/timing.js';
import { compose, type Watchflow } from '../compose/compose.js';
import { fromEnvironment } from './from-environment.js';
import { serversInUse } from './servers-in-use.js';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

interface ReasonFlags {
  readonly reason: string;
}

/** `watchflow schedules list`: one line each, as Temporal shows them now. */
export const runListSchedules = (): Promise<void> =>
  withSchedules(async ({ schedules, scheduleBook: { states, ticks }, clock }) => {
    for (const { kind, userId } of await states.ofUser(undefined)) {
      const state = userId === null ? undefined : await schedules.look(kind, userId);
      if (state === undefined) continue;
      const tick = await ticks.latest(state.scheduleId);
      say(lineOf(state, { last: tick?.outcome ?? 'no tick yet', now: clock.now() }));
    }
  });

/** `watchflow schedules pause --all`: those that nobody else has paused. */
export const runPauseSchedules = ({ reason }: ReasonFlags): Promise<void> =>
  withSchedules(async ({ schedules, audit }) => {
    const { done, left, failed } = await schedules.pauseAll(reason);
    await audit.record(ofAll('schedule.paused', { reason, done, left, failed }));
    say(`${done} paused, ${left} were paused already${onTheWay(failed)}`);
  });

/** `watchflow schedules resume --all`: those that `pause --all` paused. */
export const runResumeSchedules = ({ reason }: ReasonFlags): Promise<void> =>
  withSchedules(async ({ schedules, audit }) => {
    const { done, left, failed } = await schedules.resumeAll(reason);
    await audit.record(ofAll('schedule.resumed', { reason, done, left, failed }));
    say(`${done} resumed, ${left} stay paused by somebody else${onTheWay(failed)}`);
  });

const ofAll = (
  action: 'schedule.paused' | 'schedule.resumed',
  detail: AskedOfAll & ReasonFlags,
): AuditEntry => ({
  actor: { kind: 'cli' },
  action,
  target: { kind: 'schedule', id: 'all' },
  outcome: detail.failed === 0 ? 'done' : 'failed',
  detail,
});

/** `watchflow schedules reconcile`: Temporal as the database wants it; exit code 1 when some could not be brought in line. */
export const runReconcileSchedules = (): Promise<void> =>
  withSchedules(async ({ schedules }) => {
    const { created, updated, unchanged, deleted, failed } = await schedules.reconcile();
    say(
      `${created} created, ${updated} updated, ${deleted} deleted, ${unchanged} as they should be, ${failed} failed`,
    );
    if (failed > 0) process.exitCode = 1;
  });

const onTheWay = (failed: number): string =>
  failed === 0 ? '' : `; ${failed} are written down and follow within minutes`;

interface Shown {
  readonly last: string;
  readonly now: Date;
}

function lineOf(state: ScheduleState, { last, now }: Shown): string {
  const { scheduleId, timing, timeZone, spreadSeconds, pause } = state;
  const parsed = parseTiming(timing, timeZone);
  const [next] =
    parsed.kind === 'timing' ? nextDueTimes({ timing: parsed.timing, spreadSeconds }, now, 1) : [];
  const when = pause === null ? `next ${next?.toISOString() ?? 'never'}` : pausedText(pause);
  return `${scheduleId}  ${timing} ${timeZone}  ${when}  last ${last}`;
}

const pausedText = ({ by, reason }: Pause): string => `paused by ${by} (${reason})`;

/** Beside a running watchflow, or with servers of its own for as long as it takes. */
async function withSchedules(use: (watchflow: Watchflow) => Promise<void>): Promise<void> {
  const { config, log } = fromEnvironment();
  const servers = await serversInUse(config);
  const watchflow = await compose({ config, log, ui: false, workers: false, servers });
  try {
    await use(watchflow);
  } finally {
    await watchflow.shutdown.run();
  }
}
