import { randomUUID } from 'node:crypto';
import type { SyncRunView } from '../../areas/history/index.js';
import { InputError } from '../../platform/lib/errors.js';
import { compose, type Watchflow } from '../compose/compose.js';
import { prepareFirstUser } from '../first-user.js';
import { runToItsEnd } from '../run-to-its-end.js';
import { untilAskedToStop } from '../until-asked-to-stop.js';
import { personOf } from './accounts/with-accounts.js';
import { fromEnvironment } from './from-environment.js';
import { serversInUse } from './servers-in-use.js';

export interface UndoFlags {
  readonly user?: string;
  readonly json?: boolean;
}

/** What `undo --json` prints; times in ms. */
export interface UndoReport {
  readonly status: SyncRunView['status'];
  readonly advice: string | null;
  /** The run that was taken back. */
  readonly undoes: string;
  /** What came of each of its marks; `open`: not taken back yet. */
  readonly marks: Readonly<Record<string, number>>;
  readonly requests: SyncRunView['requests'];
  readonly wallMs: number;
  readonly runId: string;
  readonly workflowId: string;
}

/** `watchflow undo`: exit code 0 only when nothing of the run is left to be taken back. */
export async function runUndo(runId: string, { user, json = false }: UndoFlags): Promise<void> {
  const { config, log } = fromEnvironment();
  const { signal } = untilAskedToStop();
  const servers = await serversInUse(config);
  // A watchflow that runs beside this one does the work.
  const workers = servers === undefined;
  const watchflow = await compose({ config, log, ui: false, workers, servers });
  try {
    const first = user === undefined ? await prepareFirstUser(watchflow) : undefined;
    const userId = first?.userId ?? (await personOf(watchflow.accounts, user)).id;
    const report = await undoOnce(watchflow, { userId, runId, signal });
    process.stdout.write(`${json ? JSON.stringify(report) : renderUndo(report)}\n`);
    process.exitCode = report.status === 'success' ? 0 : 1;
  } finally {
    await watchflow.shutdown.run();
  }
}

interface Undo {
  readonly userId: string;
  /** That is taken back. */
  readonly runId: string;
  readonly signal: AbortSignal;
}

async function undoOnce(watchflow: Watchflow, undo: Undo): Promise<UndoReport> {
  const { history, syncs, audit } = watchflow;
  const { userId, runId: undoes, signal } = undo;
  const marks = await marksToTakeBack(watchflow, undo);
  process.stderr.write(`  ${marks} marks are to be taken back\n`);
  const ask = async (): Promise<string> => {
    const wish = { requestId: randomUUID(), mode: 'undo', trigger: 'cli', undoes } as const;
    const { runId, workflowId } = await syncs.request(userId, wish);
    await audit.record({
      actor: { kind: 'cli' },
      action: 'run.undone',
      target: { kind: 'run', id: undoes },
      outcome: 'done',
      workflowId,
      detail: { of: userId, run: runId, marks },
    });
    return runId;
  };
  const run = await runToItsEnd(watchflow, userId, { ask, signal });
  return toReport(run, undoes, await history.runs.marksOf(undoes));
}

/** Throws InputError where there is no such run of theirs, it has not ended, or nothing of it is left. */
async function marksToTakeBack(
  { history }: Watchflow,
  { userId, runId }: Omit<Undo, 'signal'>,
): Promise<number> {
  const run = await history.runs.find(userId, runId);
  if (run === undefined) throw refused('there is no such run of theirs; see GET /api/v1/runs');
  if (run.status === 'running') throw refused('is under way; wait for its end, or cancel it');
  const { open = 0 } = await history.runs.marksOf(runId);
  if (open === 0) throw refused('nothing of it is left to be taken back');
  return open;
}

const refused = (message: string) => new InputError('undo', [{ place: 'run', message }]);

const toReport = (run: SyncRunView, undoes: string, marks: UndoReport['marks']): UndoReport => ({
  status: run.status,
  advice: run.advice,
  undoes,
  marks,
  requests: run.requests,
  wallMs: run.endedAt === null ? 0 : run.endedAt.getTime() - run.startedAt.getTime(),
  runId: run.id,
  workflowId: run.workflowId,
});

const outcomes: readonly (readonly [outcome: string, what: string])[] = [
  ['taken-back', 'taken back'],
  ['changed-since', 'changed since by somebody'],
  ['set-again', 'set again by a later run'],
  ['gone', 'no longer on Bangumi'],
  ['cannot-be-removed', 'subjects that stay'],
  ['open', 'not taken back yet'],
];

/** For people. */
function renderUndo({
  status,
  advice,
  undoes,
  marks,
  requests,
  wallMs,
  runId,
}: UndoReport): string {
  return [
    `Undo ${runId} of run ${undoes}: ${status}, ${(wallMs / 1000).toFixed(1)} s`,
    ...outcomes
      .filter(([outcome]) => (marks[outcome] ?? 0) > 0)
      .map(([outcome, what]) => `  ${what.padEnd(25)} ${marks[outcome]}`),
    `  ${'requests'.padEnd(25)} Trakt ${requests.trakt}, Bangumi ${requests.bangumi}`,
    ...(advice === null ? [] : [`  ${advice}`]),
  ].join('\n');
}
