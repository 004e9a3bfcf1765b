import { afterAll, beforeAll } from '@jest/globals';
import type { StorageBackend } from '../../../src/storage/storage-backend.js';
import { readAll, streamOf } from './bytes.js';
import type { Subject } from './subjects.js';

/** A backend for the tests of a `describe`, and what they ask of it. */
export function withBackend(open: () => Promise<Subject>) {
  let made: { readonly subject: Subject; readonly backend: StorageBackend } | undefined;
  const others: StorageBackend[] = [];
  const current = () => {
    if (made === undefined) throw new Error('The backend can be used once tests run.');
    return made;
  };
  beforeAll(async () => {
    const subject = await open();
    made = { subject, backend: subject.open() };
  }, 180_000);
  afterAll(async () => {
    if (made === undefined) return;
    for (const one of new Set([made.backend, ...others])) await one.close();
    await made.subject.end();
  });
  return {
    backend: () => current().backend,
    subject: () => current().subject,
    /** As another process would have it. */
    another: (): StorageBackend => {
      const other = current().subject.open();
      others.push(other);
      return other;
    },
    put: (key: string, bytes: Buffer) => current().backend.write(key, streamOf(bytes)),
    get: async (key: string) => readAll((await current().backend.read(key)).body),
  };
}
