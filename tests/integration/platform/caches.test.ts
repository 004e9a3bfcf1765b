import { afterEach, describe, expect, it } from '@jest/globals';
import { createAccounts } from '../../../src/areas/accounts/index.js';
import { openCaches, type OpenCaches } from '../../../src/platform/cache/index.js';
import { collectLog } from '../../support/collect-log.js';
import { eventually, until } from '../../support/eventually.js';
import { movableClock } from '../../support/movable-clock.js';
import { startMutingProxy, type MutingProxy } from '../../support/muting-proxy.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const opened: OpenCaches[] = [];
const proxies: MutingProxy[] = [];

afterEach(async () => {
  for (const caches of opened.splice(0)) await caches.close();
  for (const proxy of proxies.splice(0)) await proxy.close();
});

/** As a process of its own would have them. */
function aProcess({ url = database.url, everyMs = 100 } = {}) {
  const { log, lines } = collectLog();
  const clock = movableClock();
  const reads = new Map<string, number>();
  const caches = openCaches({
    ...{ url, log, clock, everyMs, shared: undefined },
    onRead(kind, source, values) {
      const what = `${kind} from ${source}`;
      reads.set(what, (reads.get(what) ?? 0) + values);
    },
  });
  opened.push(caches);
  const accounts = createAccounts({ db: database.db, clock, caches });
  const count = (what: string) => reads.get(what) ?? 0;
  return { accounts, clock, count, lines };
}

type Process = ReturnType<typeof aProcess>;

let people = 0;
async function aKey({ accounts }: Process) {
  await accounts.ensureFirstUser();
  const name = `person ${(people += 1)}`;
  const person = await accounts.people.create({ name, role: 'member', locale: 'en' });
  const { key, view } = await accounts.keys.create(person.id, { name: 'theirs', scopes: ['*'] });
  return { userId: person.id, key, keyId: view.id };
}

type MadeKey = Awaited<ReturnType<typeof aKey>>;

/** Until it remembers the key, and so need not ask the database. */
const remembers = ({ accounts, count }: Process, key: string) =>
  eventually(async () => {
    const before = count('key from process');
    await accounts.authenticate(key);
    return count('key from process') > before || undefined;
  }, 'a key that is remembered');

const isIn = async ({ accounts }: Process, key: string) =>
  (await accounts.authenticate(key)) !== undefined;

const isOutOf = (process: Process, key: string) =>
  eventually(async () => ((await isIn(process, key)) ? undefined : true), 'a key that is refused');

describe('a key that was looked up', () => {
  it('is not looked up again, nor is its holder', async () => {
    const one = aProcess();
    const { key } = await aKey(one);
    await remembers(one, key);
    const before = [one.count('key from source'), one.count('person from source')];
    for (let n = 0; n < 20; n += 1) expect(await isIn(one, key)).toBe(true);
    expect([one.count('key from source'), one.count('person from source')]).toEqual(before);
  });

  it('is looked up again after ten seconds', async () => {
    const one = aProcess();
    const { key } = await aKey(one);
    await remembers(one, key);
    const before = one.count('key from source');
    one.clock.moveOn(10 / 3600);
    expect(await isIn(one, key)).toBe(true);
    expect(one.count('key from source')).toBe(before + 1);
  });

  it('is not taken for a moment longer than it lives', async () => {
    const one = aProcess();
    const { userId } = await aKey(one);
    const expiresAt = new Date(one.clock.now().getTime() + 5_000);
    const { key } = await one.accounts.keys.create(userId, {
      ...{ name: 'brief', scopes: ['*'], expiresAt },
    });
    await remembers(one, key);
    one.clock.moveOn(5 / 3600);
    expect(await isIn(one, key)).toBe(false);
  });

  it.each<readonly [string, (process: Process, made: MadeKey) => Promise<unknown>]>([
    ['revoked', ({ accounts }, { userId, keyId }) => accounts.keys.revoke(userId, keyId)],
    [
      'rotated',
      ({ accounts }, { userId, keyId }) => accounts.keys.rotate(userId, keyId, { overlapMs: 0 }),
    ],
    [
      'taken from its holder, who is disabled',
      ({ accounts }, { userId }) => accounts.people.change(userId, { disabled: true }),
    ],
    [
      'taken from its holder, who is deleted',
      ({ accounts }, { userId }) => accounts.deletion.mark(userId),
    ],
  ])(
    'and is then %s opens nothing in that process from then on, nor in others once they hear of it',
    async (_case, end) => {
      const [one, other] = [aProcess(), aProcess()];
      const made = await aKey(one);
      await remembers(one, made.key);
      await remembers(other, made.key);
      await end(one, made);
      expect(await isIn(one, made.key)).toBe(false);
      expect(await isOutOf(other, made.key)).toBe(true);
    },
  );

  it('is forgotten too when somebody changes its row by hand', async () => {
    const one = aProcess();
    const { key, keyId } = await aKey(one);
    await remembers(one, key);
    await database.db.apiKey.update({ where: { id: keyId }, data: { revokedAt: new Date() } });
    expect(await isOutOf(one, key)).toBe(true);
  });
});

describe('where changes made by others are not heard', () => {
  it('for the connection is lost, nothing is remembered, and what changed meanwhile is seen', async () => {
    const one = aProcess();
    const { key } = await aKey(one);
    await remembers(one, key);
    const { db } = database;
    await db.$executeRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'watchflow changes'`;
    await until(() => one.lines.some(({ event }) => event.includes('are not heard')), 'its loss');
    await remembers(one, key);
    expect(one.lines.map(({ event }) => event)).toContain('changes made by others are heard again');
  });

  it('for a pooler keeps the news to itself, keys are looked up every time', async () => {
    const proxy = await startMutingProxy(database.url);
    proxies.push(proxy);
    const [one, other] = [aProcess({ url: proxy.url }), aProcess()];
    const made = await aKey(one);
    await remembers(one, made.key);
    proxy.mute();
    await other.accounts.keys.revoke(made.userId, made.keyId);
    expect(await isOutOf(one, made.key)).toBe(true);
    proxy.unmute();
    const again = await aKey(one);
    await remembers(one, again.key);
  });
});
