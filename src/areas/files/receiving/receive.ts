import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { assertFuture } from '../../../platform/lib/assert-future.js';
import { NotFoundError } from '../../../platform/lib/errors.js';
import { stableUuid } from '../../../platform/lib/stable-uuid.js';
import type { FileView, FileWish } from '../file.js';
import { FileError } from '../file-error.js';
import { toView } from '../file-store.js';
import { newObjectKey } from '../object-keys.js';
import { assertAllowed } from './judge-type.js';
import { safeName } from './safe-name.js';
import { inspectAs, measure, takeIn, type TakeInDeps } from './take-in.js';

export interface Received {
  readonly file: FileView;
  /** False where the same was sent before under the same key. */
  readonly isNew: boolean;
}

/** Nobody sends one file for longer. */
export const longestUploadMs = 24 * 3_600_000;

/**
 * Keeps a file that is sent. Under the key of a request it is kept once, however often it is sent, and one that broke off before is
 * taken up anew. Throws FileError, InputError for an end that has come already, StorageError.
 */
export async function receive(
  deps: TakeInDeps,
  wish: FileWish & { readonly requestId?: string | undefined },
  body: Readable,
): Promise<Received> {
  const { store, clock, settings } = deps;
  const { requestId, ...file } = wish;
  assertAllowed({ declared: file.contentType, allowed: settings.types });
  assertRoom(file.size, settings.mostBytes);
  const now = clock.now();
  assertFuture(file.expiresAt, { subject: 'query', now });
  const id = requestId === undefined ? randomUUID() : stableUuid('file', file.userId, requestId);
  const attempt = { id, objectKey: newObjectKey(id) };
  const uploadExpiresAt = new Date(now.getTime() + longestUploadMs);
  const begun = { ...file, ...attempt, name: safeName(file.name), uploadExpiresAt, createdAt: now };
  const mayWrite = (await store.begin(begun)) || (await store.takeOver(attempt, uploadExpiresAt));
  if (!mayWrite) return { file: await assertSame(deps, { ...file, id }, body), isNew: false };
  const { contentType, size = null, sha256 = null } = file;
  try {
    await takeIn(deps, attempt, { body, announced: { contentType, size, sha256 } });
  } catch (error) {
    await deps.backend.delete(attempt.objectKey).catch(() => undefined);
    await store.forget(attempt);
    throw error;
  }
  return { file: toView(await store.find(id, clock.now(), file.userId)), isNew: true };
}

export function assertRoom(size: number | undefined, mostBytes: number): void {
  if (size !== undefined && size > mostBytes)
    throw new FileError('too-large', `A file may have ${mostBytes} bytes.`);
}

async function assertSame(
  deps: TakeInDeps,
  { id, userId, contentType }: FileWish & { readonly id: string },
  body: Readable,
): Promise<FileView> {
  const row = await deps.store.find(id, deps.clock.now(), userId).catch((cause: unknown) => {
    if (!(cause instanceof NotFoundError)) throw cause;
    const advice = 'This Idempotency-Key was sent with a file that is removed; send another key.';
    throw new FileError('there-already', advice, cause);
  });
  const announced = { contentType, size: null, sha256: null };
  const { sha256 } = await measure(inspectAs(deps, announced, body));
  if (sha256 === row.sha256) return toView(row);
  throw new FileError('there-already', 'This Idempotency-Key was sent with another file.');
}
