import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Clock } from '../../../platform/lib/clock.js';
import { StorageError, type StorageBackend } from '../../../storage/index.js';
import type { FileSettings } from '../file.js';
import { FileError } from '../file-error.js';
import type { Attempt, FileRow, FileStore } from '../file-store.js';
import { inspect, type Inspected, type Inspection } from './inspect.js';

export interface TakeInDeps {
  readonly store: FileStore;
  readonly backend: StorageBackend;
  readonly clock: Clock;
  readonly settings: FileSettings;
}

export type Announced = Pick<FileRow, 'contentType' | 'size' | 'sha256'>;

/**
 * Writes the object of an attempt, then says in its row that it is there. Whoever dies in between leaves a pending row, and an object
 * that belongs to nobody once the row is taken over or given up. Throws FileError, StorageError.
 */
export async function takeIn(
  deps: TakeInDeps,
  attempt: Attempt,
  { body, announced }: { readonly body: Readable; readonly announced: Announced },
): Promise<Inspected> {
  const { store, backend, clock } = deps;
  const inspection = inspectAs(deps, announced, body);
  try {
    await backend.write(attempt.objectKey, inspection.stream);
  } catch (error) {
    throw inspection.fault() ?? error;
  }
  const found = inspection.result();
  if (await store.complete(attempt, found, clock.now())) return found;
  await backend.delete(attempt.objectKey);
  throw new FileError('gone', 'It was deleted, or sent again, while it was sent.');
}

/** Looks at an object that is there already, as if it came now. */
export async function takeOver(
  deps: TakeInDeps,
  attempt: Attempt,
  announced: Announced,
): Promise<Inspected> {
  const { store, backend, clock } = deps;
  const { body } = await backend.read(attempt.objectKey);
  try {
    const found = await measure(inspectAs(deps, announced, body));
    if (await store.complete(attempt, found, clock.now())) return found;
  } catch (error) {
    if (error instanceof FileError) await backend.delete(attempt.objectKey);
    throw error;
  }
  await backend.delete(attempt.objectKey);
  throw new FileError('gone', 'It was deleted while it was looked at.');
}

/** What a file is, without keeping it. */
export async function measure(inspection: Inspection): Promise<Inspected> {
  inspection.stream.resume();
  await finished(inspection.stream).catch((error: unknown) => {
    throw inspection.fault() ?? error;
  });
  return inspection.result();
}

export const inspectAs = (
  { settings }: Pick<TakeInDeps, 'settings'>,
  { contentType, size, sha256 }: Announced,
  body: Readable,
): Inspection =>
  inspect(body, {
    contentType,
    size,
    sha256,
    types: settings.types,
    mostBytes: settings.mostBytes,
  });

export const isGone = (error: unknown): boolean =>
  error instanceof StorageError && error.kind === 'not-found';
