import { expect } from '@jest/globals';
import { StorageError } from '../../../src/storage/storage-error.js';

/** The fault, or what came instead of it. */
export const faultOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (answer) => ({ answered: answer }),
    (error: unknown) => error,
  );

export async function expectFault(promise: Promise<unknown>, kind: string): Promise<StorageError> {
  const fault = await faultOf(promise);
  expect(fault).toMatchObject({ kind });
  if (fault instanceof StorageError) return fault;
  throw new Error('expected a StorageError', { cause: fault });
}
