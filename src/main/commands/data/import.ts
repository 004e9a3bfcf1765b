import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ImportFault, ImportFormat, ImportView } from '../../../areas/portable/index.js';
import { InputError } from '../../../platform/lib/errors.js';
import { stableUuid } from '../../../platform/lib/stable-uuid.js';
import { importWorkflowId } from '../../../workflows/contract.js';
import { awaitWorkflowEnd } from '../../await-workflow-end.js';
import { compose, type Watchflow } from '../../compose/compose.js';
import { prepareFirstUser } from '../../first-user.js';
import { pollToEnd } from '../../poll-to-end.js';
import { untilAskedToStop } from '../../until-asked-to-stop.js';
import { personOf } from '../accounts/with-accounts.js';
import { fromEnvironment } from '../from-environment.js';
import { serversInUse } from '../servers-in-use.js';

export interface ImportFlags {
  readonly user?: string;
  readonly format: ImportFormat;
  readonly timeZone?: string;
  readonly keepGood?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Faults that are printed; with --json all that are listed. */
const shown = 20;

/** `watchflow import`: exit code 0 when it was taken in, or a dry run found no fault. */
export async function runImport(file: string, flags: ImportFlags): Promise<void> {
  await assertFile(file);
  const { config, log } = fromEnvironment();
  const { signal } = untilAskedToStop();
  const servers = await serversInUse(config);
  // A watchflow that runs beside this one does the work.
  const workers = servers === undefined;
  const watchflow = await compose({ config, log, ui: false, workers, servers });
  try {
    const view = await importFile(watchflow, { file, flags, signal });
    await awaitWorkflowEnd(watchflow, view.workflowId);
    const faults = await faultsOf(watchflow, view.id);
    const { json = false } = flags;
    process.stdout.write(
      `${json ? JSON.stringify({ ...view, faultList: faults }) : render(view, faults)}\n`,
    );
    process.exitCode = view.status === 'success' && (!view.dryRun || view.badRows === 0) ? 0 : 1;
  } finally {
    await watchflow.shutdown.run();
  }
}

async function assertFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() === true) return;
  const message =
    found === undefined ? 'there is no such file' : 'is a folder; zip it, and import that';
  throw new InputError('import', [{ place: file, message }]);
}

interface ImportFile {
  readonly file: string;
  readonly flags: ImportFlags;
  readonly signal: AbortSignal;
}

async function importFile(watchflow: Watchflow, { file, flags, signal }: ImportFile) {
  const { accounts, imports, importing, history, audit } = watchflow;
  const first = flags.user === undefined ? await prepareFirstUser(watchflow) : undefined;
  const userId = first?.userId ?? (await personOf(accounts, flags.user)).id;
  const requestId = randomUUID();
  const id = stableUuid('import', userId, requestId);
  const { format, keepGood = false, dryRun = false } = flags;
  const timeZone = flags.timeZone ?? (await history.settings.read(userId)).timeZone;
  const options = { format, timeZone: knownZone(timeZone), keepGood, dryRun };
  const start = { id, userId, requestId, workflowId: importWorkflowId(id), ...options };
  const view = await imports.receive(start, createReadStream(file));
  await importing.start(view);
  await audit.record({
    actor: { kind: 'cli' },
    action: 'import.requested',
    target: { kind: 'import', id },
    outcome: 'done',
    workflowId: view.workflowId,
    detail: { of: userId, ...options, size: view.size },
  });
  return follow(watchflow, view, signal);
}

async function follow(watchflow: Watchflow, { userId, id }: ImportView, signal: AbortSignal) {
  let last = '';
  return pollToEnd(watchflow, {
    find: async () => {
      const view = await watchflow.importing.find(userId, id);
      if (view === undefined) throw new Error('The import was removed.');
      const line = `  ${view.phase}: ${view.rows} rows, ${view.faults} faults, titles ${view.titles.done}/${view.titles.total}`;
      if (line !== last) process.stderr.write(`${line}\n`);
      last = line;
      return view.status === 'running' ? undefined : view;
    },
    tell: () => Promise.resolve(),
    signal,
  });
}

function knownZone(timeZone: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone }).format();
    return timeZone;
  } catch {
    const message = 'expected an IANA time zone such as Asia/Shanghai';
    throw new InputError('import', [{ place: '--time-zone', message }]);
  }
}

async function faultsOf({ imports }: Watchflow, id: string): Promise<ImportFault[]> {
  const faults: ImportFault[] = [];
  let cursor: string | undefined;
  do {
    const page = await imports.faults(id, { limit: 500, cursor });
    faults.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return faults;
}

/** For people. */
function render(view: ImportView, faults: readonly ImportFault[]): string {
  const { counts } = view;
  const head = `Import ${view.id}: ${view.status}${view.dryRun ? ' (dry run; nothing was taken in)' : ''}`;
  const lines = [
    head,
    `  rows read                 ${view.rows}`,
    `    that cannot be taken in ${view.badRows}`,
    ...(counts === null
      ? []
      : [
          `    new plays               ${counts.added}`,
          `    joined to known ones    ${counts.joined}`,
          `    imported before         ${counts.known}`,
        ]),
    ...(view.ignored.length === 0
      ? []
      : [`  without plays             ${view.ignored.join(', ')}`]),
    ...(view.runId === null ? [] : [`  asked for                 run ${view.runId}`]),
    ...(view.advice === null ? [] : [`  ${view.advice}`]),
    ...faults.slice(0, shown).map(toLine),
  ];
  if (view.faults > shown) lines.push(`  and ${view.faults - Math.min(shown, faults.length)} more`);
  return lines.join('\n');
}

function toLine({ file, row, column, reason }: ImportFault): string {
  const where = [file, row === 0 ? null : `row ${row}`, column].filter((part) => part !== null);
  return `  ${where.length === 0 ? 'file' : where.join(', ')}: ${reason}`;
}
