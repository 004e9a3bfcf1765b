import type { Clock } from '../../../platform/lib/clock.js';
import type { ObjectFacts, StorageBackend } from '../../../storage/index.js';
import type { FileSettings } from '../file.js';
import { objectPrefix } from '../object-keys.js';
import type { Orphan, OrphanStore } from './orphan-store.js';
import type { KeyRange, LeavingFile, RemovalStore } from './removal-store.js';

export interface ReconcileDeps {
  readonly backend: StorageBackend;
  readonly removals: RemovalStore;
  readonly orphans: OrphanStore;
  readonly clock: Clock;
  readonly settings: Pick<FileSettings, 'graceMs'>;
}

export interface Reconciled {
  /** Files that expired, were deleted or never came, and are gone now. */
  readonly removed: number;
  /** Objects that belong to no file. */
  readonly orphans: number;
  /** Of those, the ones that were so for long enough and are gone now. */
  readonly orphansRemoved: number;
  /** Files whose bytes are not there. */
  readonly missing: number;
  /** Files whose bytes are there again. */
  readonly found: number;
  /** What writes that broke off have left in the backend. */
  readonly swept: number;
}

const atOnce = 500;

/**
 * Brings rows and objects together, from both sides. A row without an object is told, never removed: bytes may come back. An object
 * without a row is told first, and removed once it was so for the time of grace, and is still. Safe to repeat, and in several
 * processes at once. A dry run only looks and tells.
 */
export async function reconcile(deps: ReconcileDeps, isDryRun: boolean): Promise<Reconciled> {
  const now = deps.clock.now();
  const late = new Date(now.getTime() - deps.settings.graceMs);
  const removed = isDryRun
    ? await deps.removals.countDue(now, late)
    : await removeDue(deps, now, late);
  const swept = isDryRun ? 0 : await deps.backend.sweep(late);
  const seen = { orphans: 0, orphansRemoved: 0, missing: 0, found: 0 };
  for await (const { objects, range } of pagesOf(deps.backend)) {
    const orphans = await tellOrphans(deps, objects, now);
    seen.orphans += orphans.length;
    if (!isDryRun) seen.orphansRemoved += await removeOrphans(deps, orphans, late);
    const { missing, found } = await lookForMissing(deps, { objects, range, now });
    seen.missing += missing;
    seen.found += found;
  }
  await deps.orphans.dropUnseen(now);
  return { removed, swept, ...seen };
}

interface KeyPage {
  readonly objects: readonly ObjectFacts[];
  readonly range: KeyRange;
}

/** All objects of ours, and which keys each page covers. */
async function* pagesOf(backend: StorageBackend): AsyncGenerator<KeyPage> {
  let behind = '';
  let cursor: string | undefined;
  for (;;) {
    const page = await backend.query({ prefix: objectPrefix, limit: atOnce, cursor });
    const { items: objects, nextCursor } = page;
    yield { objects, range: { behind, upTo: nextCursor } };
    if (nextCursor === null) return;
    behind = nextCursor;
    cursor = nextCursor;
  }
}

async function removeDue(deps: ReconcileDeps, now: Date, late: Date): Promise<number> {
  await deps.removals.markDue(now, late);
  return removeLeaving(deps);
}

type Removing = Pick<ReconcileDeps, 'backend' | 'removals'>;

/** Everything of a person's; answers how many files that were. */
export async function removeAllOf(deps: Removing, userId: string): Promise<number> {
  await deps.removals.markAllOf(userId);
  return removeLeaving(deps, userId);
}

async function removeLeaving(deps: Removing, userId?: string): Promise<number> {
  let removed = 0;
  for (;;) {
    const some = await deps.removals.leaving(atOnce, userId);
    for (const file of some) await removeFile(deps, file);
    removed += some.length;
    if (some.length < atOnce) return removed;
  }
}

/** The object first: as long as there is one, there is a row that says so. */
export async function removeFile(
  { backend, removals }: Removing,
  { id, objectKey, incomingKey }: LeavingFile,
): Promise<void> {
  await backend.delete(objectKey);
  if (incomingKey !== null) await backend.delete(incomingKey);
  await removals.drop(id);
}

async function tellOrphans(
  { removals, orphans }: ReconcileDeps,
  objects: readonly ObjectFacts[],
  now: Date,
): Promise<Orphan[]> {
  const known = await removals.known(objects.map(({ key }) => key));
  return orphans.report(
    objects.filter(({ key }) => !known.has(key)),
    now,
  );
}

/** Asked again right before: a key is never given to a second file, but one that is written has its row first. */
async function removeOrphans(
  { removals, orphans, backend }: ReconcileDeps,
  found: readonly Orphan[],
  late: Date,
): Promise<number> {
  const old = found.filter(({ firstSeenAt }) => firstSeenAt <= late);
  const known = await removals.known(old.map(({ key }) => key));
  const gone = old.filter(({ key }) => !known.has(key));
  for (const { key } of gone) {
    await backend.delete(key);
    await orphans.drop(key);
  }
  return gone.length;
}

async function lookForMissing(
  { removals, backend }: ReconcileDeps,
  { objects, range, now }: KeyPage & { readonly now: Date },
): Promise<{ missing: number; found: number }> {
  const there = new Set(objects.map(({ key }) => key));
  let [missing, found] = [0, 0];
  for (const { id, objectKey, missingSince } of await removals.storedBetween(range)) {
    // One that was stored after the page was read is not missing.
    const isThere = there.has(objectKey) || (await backend.find(objectKey)) !== undefined;
    if (isThere && missingSince !== null) found += 1;
    if (!isThere) missing += 1;
    if (isThere === (missingSince === null)) continue;
    await removals.setMissing(id, isThere ? null : now);
  }
  return { missing, found };
}
