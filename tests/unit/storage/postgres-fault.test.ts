import { describe, expect, it } from '@jest/globals';
import { toFault } from '../../../src/storage/postgres/postgres-fault.js';

const said = (code: string) => Object.assign(new Error('as the server says it'), { code });

describe('what Postgres says', () => {
  it.each([
    ['25006', 'unavailable'], // a standby, or a server set to only read
    ['25P03', 'unavailable'], // idle in a transaction for too long
    ['40001', 'unavailable'], // lost to another transaction
    ['40P01', 'unavailable'], // a deadlock
    ['53300', 'unavailable'], // too many connections
    ['53400', 'unavailable'], // a limit of the configuration
    ['55P03', 'unavailable'], // a lock that was not to be had
    ['57014', 'unavailable'], // the statement took too long
    ['57P01', 'unavailable'], // shut down
    ['58030', 'unavailable'], // its disk
    ['ECONNRESET', 'unavailable'],
    ['53100', 'full'],
    ['53200', 'full'],
  ])('as %s is a fault of storage: %s', (code, kind) => {
    expect(toFault(said(code))).toMatchObject({
      name: 'StorageError',
      kind,
      retryAfter: expect.any(Number),
    });
  });

  it.each(['23505', '42601', '22001'])('as %s is a mistake of ours, and stays one', (code) => {
    const error = said(code);
    expect(toFault(error)).toBe(error);
  });
});
