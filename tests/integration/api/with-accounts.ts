import { afterAll, beforeAll } from '@jest/globals';
import { createAccounts } from '../../../src/areas/accounts/index.js';
import { createAudit } from '../../../src/areas/audit/index.js';
import { createNotifications } from '../../../src/areas/notifications/index.js';
import { createUsage, type UsageDeps } from '../../../src/areas/usage/index.js';
import type { ApiDeps } from '../../../src/api/create-api.js';
import { collectLog } from '../../support/collect-log.js';
import type { Caches } from '../../../src/platform/cache/index.js';
import type { Database } from '../../../src/platform/database/index.js';
import type { Clock } from '../../../src/platform/lib/clock.js';
import { withDatabase, type TestDatabase } from '../../support/with-database.js';
import { startApi } from './with-api.js';
import { cheapPasswords } from '../../support/cheap-passwords.js';

export const password = 'correct horse battery';

const hour = 3600_000;

interface Wish {
  readonly scopes?: readonly string[];
  readonly role?: 'admin' | 'member';
}

interface Process {
  readonly db: Database;
  readonly clock: Clock;
  readonly caches?: Caches | undefined;
  readonly over?: Partial<ApiDeps> | undefined;
  readonly usage?: Partial<UsageDeps> | undefined;
}

/** The api over real accounts, as one process has it; everything else is faked. */
export async function startAccountsApi({ db, clock, caches, over = {}, usage = {} }: Process) {
  const accounts = createAccounts({
    ...{ db, clock, caches },
    settings: {
      sessionIdleMs: 2 * hour,
      sessionLifeMs: 24 * hour,
      passwordCost: cheapPasswords,
    },
  });
  const { log } = collectLog();
  const audit = createAudit({ db, clock, log });
  const notifications = createNotifications({
    ...{ db, clock, log, publicUrl: 'http://watch.example' },
    secrets: { seal: (text) => text, open: (text) => text, needsReseal: () => false },
    localeOf: async () => Promise.resolve('en'),
    webhooks: { allowPrivate: false, timeoutMs: 1_000 },
  });
  const used = createUsage({
    ...{ db, clock, log, accounts, notifications, relayTimeZone: 'Asia/Shanghai' },
    keyLimits: { minute: 600 },
    userLimits: {},
    ...usage,
  });
  const ports = { accounts, audit, clock, notifications, usage: used };
  return { ...(await startApi({ ...ports, ...over })), accounts, usage: used };
}

/** By a key, as a program would. */
export const asking =
  (http: Awaited<ReturnType<typeof startApi>>['http'], key: string) =>
  // eslint-disable-next-line max-params -- reads like the first line of a request
  (method: string, url: string, data?: unknown, headers = {}) =>
    http.request<unknown>({
      method,
      url,
      ...(data === undefined ? {} : { data }),
      headers: { authorization: `Bearer ${key}`, ...headers },
    });

/** The api over real accounts in a database of the file's own, on a clock that a test can move; everything else is faked. */
export function withAccountsApi(over: Partial<ApiDeps> = {}, usage: Partial<UsageDeps> = {}) {
  const database: TestDatabase = withDatabase();
  let now = new Date('2026-11-22T12:00:00.000Z');
  const clock = { now: () => now };
  let made: Awaited<ReturnType<typeof open>> | undefined;

  async function open() {
    const { db } = database;
    const running = await startAccountsApi({ db, clock, over, usage });
    const { accounts } = running;
    const first = await accounts.ensureFirstUser();
    const admin = await accounts.keys.create(first.id, { name: 'admin', scopes: ['*'] });
    return { ...running, clock, firstId: first.id, adminKey: admin.key };
  }

  beforeAll(async () => {
    made = await open();
  });
  afterAll(async () => {
    await made?.api.stop();
    await made?.usage.meter.close();
  });

  return () => {
    if (made === undefined) throw new Error('The api can be used once tests run.');
    const { accounts, http } = made;
    return {
      ...made,
      db: database.db,
      databaseUrl: database.url,
      pass(ms: number) {
        now = new Date(now.getTime() + ms);
      },
      /** A person with a password, and a key of theirs. */
      async someone(name: string, { scopes = ['*'], role = 'member' }: Wish = {}) {
        const person = await accounts.people.create({ name, password, role, locale: 'en' });
        const { key, view } = await accounts.keys.create(person.id, { name: 'theirs', scopes });
        return { id: person.id, name, key, keyId: view.id };
      },
      by: (key: string) => asking(http, key),
    };
  };
}
