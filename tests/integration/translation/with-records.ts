import { afterAll, beforeAll } from '@jest/globals';
import { z } from 'zod';
import { createAccounts } from '../../../src/areas/accounts/index.js';
import { createAudit } from '../../../src/areas/audit/index.js';
import {
  createTranslation,
  type BufferSettings,
  type Translation,
} from '../../../src/areas/translation/index.js';
import { connectBulk } from '../../../src/platform/database/index.js';
import { systemClock } from '../../../src/platform/lib/clock.js';
import { collectLog } from '../../support/collect-log.js';
import type { SessionItem, TaskItem } from '../../support/translation/builders.js';
import { withDatabase, type TestDatabase } from '../../support/with-database.js';
import { startApi } from '../api/with-api.js';
import { cheapPasswords } from '../../support/cheap-passwords.js';

const verdictsShape = z.object({
  verdicts: z.array(
    z.object({
      id: z.string().nullable(),
      verdict: z.string(),
      errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
    }),
  ),
});

const path = '/api/v1/translation';

/** What answers a batch: verdicts as words, with the pointers of what is invalid behind them. */
const toWords = (data: unknown): string[] =>
  verdictsShape
    .parse(data)
    .verdicts.map(({ verdict, errors = [] }) =>
      [verdict, ...errors.map(({ pointer }) => pointer)].join(' '),
    );

/** The records behind the real door, over a database of the file's own unless another is given. */
export function withRecords(
  settings: Partial<BufferSettings> = {},
  database: TestDatabase = withDatabase(),
) {
  let made: Awaited<ReturnType<typeof open>> | undefined;

  async function open() {
    const { db, url } = database;
    const { log } = collectLog();
    const bulk = connectBulk({ url, connections: 4, log });
    const translation = createTranslation({
      db,
      bulk,
      settings: { flushRows: 1_000, waitMs: 10, mostRows: 20_000, ...settings },
    });
    const accounts = createAccounts({
      db,
      clock: systemClock,
      settings: {
        sessionIdleMs: 3_600_000,
        sessionLifeMs: 86_400_000,
        passwordCost: cheapPasswords,
      },
    });
    const audit = createAudit({ db, clock: systemClock, log });
    const running = await startApi({ accounts, audit, translation, clock: systemClock });
    return { ...running, accounts, translation, bulk };
  }

  beforeAll(async () => {
    made = await open();
  });
  afterAll(async () => {
    await made?.api.stop();
    await made?.bulk.close();
  });

  let people = 0;

  return () => {
    if (made === undefined) throw new Error('The records can be used once tests run.');
    const { accounts, api, http, translation } = made;
    return {
      db: database.db,
      url: database.url,
      /** Where the door is. */
      apiUrl: api.url,
      translation,
      /** A person nobody else in the file is, with a key that may do this. */
      someone: async (scopes: readonly string[] = ['translation:read', 'translation:write']) => {
        people += 1;
        const name = `person ${people}`;
        const password = 'correct horse battery';
        const { id } = await accounts.people.create({
          name,
          password,
          role: 'member',
          locale: 'en',
        });
        const { key } = await accounts.keys.create(id, { name: 'theirs', scopes: [...scopes] });
        return aPerson({ userId: id, key, http, translation });
      },
    };
  };
}

interface PersonParts {
  readonly userId: string;
  readonly key: string;
  readonly http: Awaited<ReturnType<typeof startApi>>['http'];
  readonly translation: Translation;
}

function aPerson({ userId, key, http }: PersonParts) {
  const ask = (method: string, url: string, data?: unknown) =>
    http.request<unknown>({
      method,
      url: `${path}${url}`,
      ...(data === undefined ? {} : { data }),
      headers: { authorization: `Bearer ${key}` },
    });
  const send = async (kind: 'sessions' | 'tasks', items: readonly unknown[]) => {
    const { status, data } = await ask('post', `/${kind}/batch`, { items });
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(data)}`);
    return toWords(data);
  };
  return {
    userId,
    key,
    ask,
    /** Their verdicts, in words. */
    sessions: (...items: readonly (SessionItem | object)[]) => send('sessions', items),
    tasks: (...items: readonly (TaskItem | object)[]) => send('tasks', items),
    get: async <S extends z.ZodType>(url: string, shape: S): Promise<z.output<S>> => {
      const { status, data } = await ask('get', url);
      if (status !== 200) throw new Error(`${status} ${JSON.stringify(data)}`);
      return shape.parse(data);
    },
  };
}
