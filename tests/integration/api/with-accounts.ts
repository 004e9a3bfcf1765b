import { afterAll, beforeAll } from '@jest/globals';
import { createAccounts } from '../../../src/areas/accounts/index.js';
import { createAudit } from '../../../src/areas/audit/index.js';
import type { ApiDeps } from '../../../src/api/create-api.js';
import { collectLog } from '../../support/collect-log.js';
import { withDatabase, type TestDatabase } from '../../support/with-database.js';
import { startApi } from './with-api.js';

export const password = 'correct horse battery';

const hour = 3600_000;

interface Wish {
  readonly scopes?: readonly string[];
  readonly role?: 'admin' | 'member';
}

/** The api over real accounts in a database of the file's own, on a clock that a test can move; everything else is faked. */
export function withAccountsApi(over: Partial<ApiDeps> = {}) {
  const database: TestDatabase = withDatabase();
  let now = new Date('2026-11-22T12:00:00.000Z');
  const clock = { now: () => now };
  let made: Awaited<ReturnType<typeof open>> | undefined;

  async function open() {
    const accounts = createAccounts({
      db: database.db,
      clock,
      settings: {
        sessionIdleMs: 2 * hour,
        sessionLifeMs: 24 * hour,
        passwordCost: { memoryCost: 1024, timeCost: 1, parallelism: 1 },
      },
    });
    const audit = createAudit({ db: database.db, clock, log: collectLog().log });
    const running = await startApi({ accounts, audit, clock, ...over });
    const first = await accounts.ensureFirstUser();
    const admin = await accounts.keys.create(first.id, { name: 'admin', scopes: ['*'] });
    return { ...running, accounts, firstId: first.id, adminKey: admin.key };
  }

  beforeAll(async () => {
    made = await open();
  });
  afterAll(async () => {
    await made?.api.stop();
  });

  return () => {
    if (made === undefined) throw new Error('The api can be used once tests run.');
    const { accounts, http } = made;
    return {
      ...made,
      db: database.db,
      pass(ms: number) {
        now = new Date(now.getTime() + ms);
      },
      /** A person with a password, and a key of theirs. */
      async someone(name: string, { scopes = ['*'], role = 'member' }: Wish = {}) {
        const person = await accounts.people.create({ name, password, role, locale: 'en' });
        const { key, view } = await accounts.keys.create(person.id, { name: 'theirs', scopes });
        return { id: person.id, name, key, keyId: view.id };
      },
      /** By a key, as a program would. */
      by:
        (key: string) =>
        // eslint-disable-next-line max-params -- reads like the first line of a request
        (method: string, url: string, data?: unknown, headers = {}) =>
          http.request<unknown>({
            method,
            url,
            ...(data === undefined ? {} : { data }),
            headers: { authorization: `Bearer ${key}`, ...headers },
          }),
    };
  };
}
