import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../platform/lib/clock.js';
import type { CallOptions } from '../../../upstream/http/index.js';
import type { LastActivities, TraktClient } from '../../../upstream/trakt/index.js';
import type { Connections } from '../../connections/index.js';
import type { PlayStore } from '../ledger/play-store.js';
import { extentToRead } from '../reading/extent-to-read.js';
import type { HistoryRead } from '../reading/history-read.js';
import type { ReadStore } from '../reading/read-store.js';
import type { SyncMode } from '../run.js';
import type { Removals } from '../removals/removals.js';
import type { RunStart, RunStore } from './run-store.js';
import type { SettingsStore } from '../settings-store.js';

/** Opens the reads of ratings, watchlist and collection that moved; whether anything waits there. */
export type BeginLibrary = (
  userId: string,
  seen: { readonly snapshot: LastActivities; readonly mode: SyncMode },
) => Promise<{ readonly hasWork: boolean }>;

/** What a run has to do next. */
export type Opened = (
  | { readonly next: 'read'; readonly readId: string }
  /** Nothing new at the source, but plays wait in the ledger. */
  | { readonly next: 'work' }
  | { readonly next: 'nothing' }
) & {
  /** The person wants ratings or states carried over too. */
  readonly carries?: true;
};

export interface OpenRunDeps {
  readonly connections: Connections;
  readonly settings: SettingsStore;
  readonly reads: ReadStore;
  readonly plays: PlayStore;
  readonly runs: RunStore;
  readonly trakt: TraktClient;
  readonly removals: Pick<Removals, 'hasDue'>;
  readonly clock: Clock;
  readonly idMapVersion: () => string;
  readonly beginLibrary: BeginLibrary;
}

/** An open read older than this is begun anew: too much may have moved under it. */
const readLastsAtMost = 24 * 60 * 60 * 1000;

/**
 * Opens a run and says what it has to do, with one upstream request at most. Safe to repeat: the run is keyed by its id, and
 * a read that is already open is taken up, not doubled.
 */
export async function openRun(
  deps: OpenRunDeps,
  run: RunStart & Pick<Ask, 'mode'>,
  options: CallOptions,
): Promise<Opened> {
  const { runs, plays, settings, clock, idMapVersion } = deps;
  await runs.open(run, clock.now());
  const adopted = await readUnderWay(deps, run);
  if (adopted !== null) return adopted;
  const moment = { userId: run.userId, now: clock.now(), idMapVersion: idMapVersion() };
  await plays.release({ ...moment, evenRefused: run.mode === 'full' });
  await plays.applySettings(run.userId, await settings.read(run.userId));
  // Without Bangumi the run could only read; better to say so before it begins.
  await deps.connections.accessOf(run.userId, 'bangumi');
  const found = await findWork(deps, { userId: run.userId, mode: run.mode }, options);
  return toOpened(deps, run.id, found);
}

/** Asks once more, for those who asked for a sync since; one request. Safe to repeat: a read it began is found again. */
export async function lookAgain(
  deps: OpenRunDeps,
  { userId, runId }: { readonly userId: string; readonly runId: string },
  options: CallOptions,
): Promise<Opened> {
  return toOpened(deps, runId, await findWork(deps, { userId, mode: 'normal' }, options));
}

async function toOpened({ runs }: OpenRunDeps, runId: string, found: string): Promise<Opened> {
  if (found === 'none') return { next: 'nothing' };
  if (found === 'ledger') return { next: 'work' };
  await runs.useRead(runId, found);
  return { next: 'read', readId: found };
}

/** A repeated opening finds what the first one decided. */
async function readUnderWay({ runs, reads }: OpenRunDeps, run: RunStart): Promise<Opened | null> {
  const readId = await runs.readOf(run.id);
  if (readId === null) return null;
  const { status } = await reads.get(readId);
  return status === 'open' ? { next: 'read', readId } : { next: 'work' };
}

export interface Ask {
  readonly userId: string;
  readonly mode: SyncMode;
}

/**
 * Asks whether there is anything to do: the id of an open read, `ledger` when only waiting plays are to be moved, or `none`.
 * One upstream request at most: `last_activities`, read before any page, becomes the cursor when the read is complete.
 */
export async function findWork(deps: OpenRunDeps, ask: Ask, options: CallOptions): Promise<string> {
  const open = await usableRead(deps, ask.userId);
  if (open !== null) {
    if (ask.mode === 'full') await deps.reads.widen(open.id);
    await deps.beginLibrary(ask.userId, { snapshot: open.snapshot, mode: ask.mode });
    return open.id;
  }
  const access = await deps.connections.accessOf(ask.userId, 'trakt');
  const snapshot = await deps.trakt.readLastActivities(access, options);
  const cursor = await deps.reads.cursor(ask.userId);
  const now = deps.clock.now();
  const { hasWork } = await deps.beginLibrary(ask.userId, { snapshot, mode: ask.mode });
  const extent = extentToRead(cursor, { mode: ask.mode, snapshot, now });
  if (extent === null) {
    const moment = { userId: ask.userId, now, idMapVersion: deps.idMapVersion() };
    const isDue =
      hasWork || (await deps.plays.hasWork(moment)) || (await deps.removals.hasDue(ask.userId));
    return isDue ? 'ledger' : 'none';
  }
  const id = randomUUID();
  await deps.reads.begin({ id, userId: ask.userId, extent, snapshot, purpose: 'sync' });
  return id;
}

async function usableRead(
  { reads, clock }: OpenRunDeps,
  userId: string,
): Promise<HistoryRead | null> {
  const open = await reads.findOpen(userId);
  if (open === null) return null;
  if (clock.now().getTime() - open.startedAt.getTime() < readLastsAtMost) return open;
  await reads.abandon(open.id);
  return null;
}
