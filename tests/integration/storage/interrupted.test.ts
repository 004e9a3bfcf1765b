import { describe, expect, it } from '@jest/globals';
import { someBytes, stalledStream, streamOf } from '../../support/storage/bytes.js';
import { declaredBackends } from '../../support/storage/declared-backends.js';
import { eventually } from '../../support/eventually.js';
import { expectFault, faultOf } from '../../support/storage/expect-fault.js';
import { subjects } from '../../support/storage/subjects.js';
import { withBackend } from '../../support/storage/with-backend.js';
import { withDatabase } from '../../support/with-database.js';
import { StorageError } from '../../../src/storage/storage-error.js';

const database = withDatabase();
const all = subjects(() => database.url);
const declared = declaredBackends();

describe.each(declared.filter((name) => name !== 'memory'))('a service of %s', (name) => {
  const { subject } = withBackend(all[name]);

  it('that is away is in bad health, and everything says so quickly and with advice', async () => {
    const broken = await subject().openBroken();
    const asked = performance.now();
    expect(await broken.health()).toMatchObject({ ok: false });
    const fault = await expectFault(broken.write('away', streamOf(someBytes(10))), 'unavailable');
    expect(fault.retryAfter).toBe(5);
    expect(performance.now() - asked).toBeLessThan(15_000);
    await broken.close();
  });
});

/** Those that have something in the service before an object is whole. */
const inParts = declared.filter((name) => ['local', 's3', 'postgres'].includes(name));

describe.each(inParts)('a write to %s that hangs', (name) => {
  const { backend, subject, another } = withBackend(all[name]);

  it('under way are seen by nobody, and swept away when they are too old', async () => {
    const { body, goOn } = stalledStream(someBytes(18 * 1024 * 1024));
    const writing = faultOf(backend().write('stalled', body));
    await eventually(async () => (await subject().leftovers()) > 0 || undefined, 'its beginning');
    const other = another();
    expect(await other.find('stalled')).toBeUndefined();
    expect(await other.sweep(new Date(Date.now() - 3_600_000))).toBe(name === 's3' ? 1 : 0);
    expect(await other.sweep(new Date(Date.now() + 60_000))).toBe(name === 's3' ? 0 : 1);
    expect(await subject().leftovers()).toBe(0);
    goOn();
    expect(await writing).toBeInstanceOf(StorageError);
    expect(await backend().find('stalled')).toBeUndefined();
  });
});
