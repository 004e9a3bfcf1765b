import {
  CancellationScope,
  ContinueAsNew,
  continueAsNew,
  isCancellation,
  setCurrentDetails,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { EndImport } from '../activities/imports.js';
import { activityProxies } from './activity-proxies.js';
import { searchAttributes, type ImportPlaysInput, type ImportPlaysResult } from './contract.js';
import { endingOf } from './run-ending.js';

/** Rows read per activity: a piece of some seconds. */
const rowsAtOnce = 50_000;

/** Titles looked up per activity: two requests each, four at a time. */
const titlesAtOnce = 40;

type Ending = Pick<EndImport, 'status' | 'advice' | 'retryAt'>;

/**
 * An import: read the file → look its titles up → take the plays into the ledger → ask for a sync. The file, its rows and how far
 * it has come are in Postgres; only ids travel.
 */
export async function importPlays(input: ImportPlaysInput): Promise<ImportPlaysResult> {
  let ending: Ending;
  let cancelled: { readonly error: unknown } | undefined;
  try {
    ending = await carryOut(input);
  } catch (error) {
    if (error instanceof ContinueAsNew) throw error;
    if (isCancellation(error)) cancelled = { error };
    ending = stoppedBy(error);
  }
  const result = await CancellationScope.nonCancellable(() => close(input, ending));
  if (cancelled !== undefined) throw cancelled.error;
  return result;
}

async function carryOut(input: ImportPlaysInput): Promise<Ending> {
  const { file } = activityProxies();
  setCurrentDetails('reading the file');
  let isRead = false;
  while (!isRead) {
    await goOnAfresh(input);
    ({ isRead } = await file.readImport({ ...input, maxRows: rowsAtOnce }));
  }
  await lookUpTitles(input);
  setCurrentDetails('taking the plays in');
  const applied = await file.applyImport(input);
  if (applied.kind === 'refused') return refused(applied.badRows);
  if (applied.kind === 'taken-in' && applied.added > 0) return askForSync(input);
  return { ...success, advice: applied.kind === 'empty' ? 'The file holds no plays.' : null };
}

const success = { status: 'success', advice: null, retryAt: null } as const;

/** What was taken in stays taken in; without this sync, the next due one takes it up. */
async function askForSync(input: ImportPlaysInput): Promise<Ending> {
  try {
    await activityProxies().db.syncAfterImport(input);
    return success;
  } catch (error) {
    if (isCancellation(error)) throw error;
    return {
      ...success,
      advice: 'No sync could be asked for; the next due one takes the plays up.',
    };
  }
}

async function lookUpTitles(input: ImportPlaysInput): Promise<void> {
  const { file, trakt } = activityProxies();
  let { waiting } = await file.gatherImportTitles(input);
  while (waiting > 0) {
    setCurrentDetails(`looking up titles: ${waiting} left`);
    await goOnAfresh(input);
    ({ waiting } = await trakt.lookUpImportTitles({ ...input, limit: titlesAtOnce }));
  }
}

/** Where it stands is in Postgres: a fresh execution finds what is done. */
async function goOnAfresh(input: ImportPlaysInput): Promise<void> {
  if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof importPlays>(input);
}

const refused = (badRows: number): Ending => ({
  status: 'refused',
  advice: `${badRows} rows cannot be taken in, so none was. Put them right and import the file again, or ask to keep the good ones.`,
  retryAt: null,
});

function stoppedBy(error: unknown): Ending {
  if (isCancellation(error))
    return {
      status: 'cancelled',
      advice: 'Cancelled on request; nothing was taken in.',
      retryAt: null,
    };
  const { stoppedBy: why, advice, retryAt } = endingOf(error);
  const said = `${advice ?? 'It failed.'} Nothing was taken in; import the file again.`;
  return { status: toStatus(why), advice: said, retryAt };
}

/** What a sync may be stopped by besides is none of an import's. */
const toStatus = (why: ReturnType<typeof endingOf>['stoppedBy']): Ending['status'] =>
  why === 'account-locked' || why === 'incomplete' ? 'failed' : why;

async function close(input: ImportPlaysInput, ending: Ending): Promise<ImportPlaysResult> {
  const { db } = activityProxies();
  const { status } = await db.closeImport({ ...input, ...ending });
  upsertSearchAttributes([{ key: searchAttributes.outcome, value: status }]);
  return { importId: input.importId, status };
}
