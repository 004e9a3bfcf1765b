import type { Readable } from 'node:stream';
import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { UploadError, type ImportStart, type ImportView } from './import.js';
import type { ImportStore } from './import-store.js';
import { measureUpload, storeUpload } from './upload.js';

interface ReceiveDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly store: ImportStore;
}

/**
 * Stores a file. One that was sent before under the same id is not stored again. Throws UploadError, for one that broke off
 * and may be sent again, and for another file than that before.
 */
export async function receive(
  { db, clock, store }: ReceiveDeps,
  start: ImportStart,
  body: Readable,
): Promise<ImportView> {
  await store.trim(start.userId, clock.now());
  const isNew = await store.open(start, clock.now());
  if (isNew) await keep({ db, store }, start, body);
  else await assertSame(store, start.id, body);
  const view = await store.find(start.userId, start.id);
  if (view === undefined) throw new UploadError('broke-off', 'It was cancelled meanwhile.');
  return view;
}

async function keep(
  { db, store }: Pick<ReceiveDeps, 'db' | 'store'>,
  { id, userId }: ImportStart,
  body: Readable,
): Promise<void> {
  try {
    await store.arrived(id, await storeUpload(db, id, body));
  } catch (error) {
    await store.forget(userId, id);
    throw error;
  }
}

async function assertSame(store: ImportStore, id: string, body: Readable): Promise<void> {
  const { sha256 } = await measureUpload(body);
  const before = await store.sha256(id);
  if (before === null)
    throw new UploadError('under-way', 'The file of this Idempotency-Key is still arriving.');
  if (before === sha256) return;
  throw new UploadError('another-file', 'This Idempotency-Key was sent with another file.');
}
