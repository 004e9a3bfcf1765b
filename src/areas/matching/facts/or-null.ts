import { UpstreamError } from '../../../upstream/http/upstream-error.js';

/** Null where Bangumi has no such subject, or hides it from this account; where Trakt has no such work. */
export async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof UpstreamError && error.kind === 'not-found') return null;
    throw error;
  }
}
