import { UpstreamError } from './upstream-error.js';

/** The service has no such thing, or hides it from this account. */
export const isNotFound = (error: unknown): boolean =>
  error instanceof UpstreamError && error.kind === 'not-found';

/** Null where the service has no such thing, or hides it from this account. */
export async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}
