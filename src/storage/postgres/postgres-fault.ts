import { codeOf } from '../../platform/lib/code-of.js';
import { messageOf } from '../../platform/lib/errors.js';
import { StorageError } from '../storage-error.js';
import { translatingBy } from '../translating-by.js';

export const service = 'postgres';

/** Disk full, or out of memory. */
const full = /^53[12]00$/;
/**
 * Connections that are refused, lost or not let in; statements that take too long; transactions that lose to another, outlive their time or
 * meet a server that only reads; too many connections or locks; errors of the server's disk.
 */
const away =
  /^(?:08|25006|25P|28|3D000|40|53|55P03|57|58|E(?:CONN|PIPE|TIMEDOUT|HOSTUNREACH|NOTFOUND|AI_))/;
const awayInWords = /^(?:Connection terminated|timeout exceeded when trying to connect)/;

/** What the server or the way to it says, as a fault of storage; a fault of ours stays as it is. */
export function toFault(error: unknown): unknown {
  if (error instanceof StorageError) return error;
  const code = codeOf(error) ?? '';
  if (full.test(code))
    return new StorageError({ kind: 'full', service }, 'the database has no room left', error);
  if (away.test(code) || awayInWords.test(messageOf(error)))
    return new StorageError(
      { kind: 'unavailable', service },
      'the database does not answer',
      error,
    );
  return error;
}

export const translating = translatingBy(toFault);
