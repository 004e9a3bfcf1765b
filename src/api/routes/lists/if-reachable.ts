import { toUnavailable } from '../../dependency-down.js';
import type { RawRequest } from '../../route.js';

/**
 * What comes after something was kept: undefined where what it takes cannot be reached now, for what was kept stays kept. Other errors
 * pass.
 */
export async function ifReachable<T>(
  log: RawRequest['log'],
  act: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (toUnavailable(error) === undefined) throw error;
    log.warn({ err: error }, 'a list was kept, but what follows from it could not be asked for');
    return undefined;
  }
}
