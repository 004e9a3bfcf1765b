import { afterAll, beforeAll } from '@jest/globals';
import { z } from 'zod';
import { createAccounts } from '../../../src/areas/accounts/index.js';
import { createAudit, createAuditLogs, type AuditEntry } from '../../../src/areas/audit/index.js';
import { systemClock } from '../../../src/platform/lib/clock.js';
import { collectLog } from '../../support/collect-log.js';
import { withDatabase } from '../../support/with-database.js';
import { startApi } from '../api/with-api.js';
import { cheapPasswords } from '../../support/cheap-passwords.js';

const path = '/api/v1/audit';

const recordShape = z.object({ id: z.string(), action: z.string() }).loose();
const pageShape = z.object({ items: z.array(recordShape), next_cursor: z.string().nullable() });
const verdictsShape = z.object({
  verdicts: z.array(
    z.object({
      id: z.string().nullable(),
      verdict: z.string(),
      errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
    }),
  ),
});

/** Verdicts as words, with the pointers of what is invalid behind them. */
const toWords = (data: unknown): string[] =>
  verdictsShape
    .parse(data)
    .verdicts.map(({ verdict, errors = [] }) =>
      [verdict, ...errors.map(({ pointer }) => pointer)].join(' '),
    );

let made = 0;

/** A record of another service, unlike any other. */
export const aRecord = (over: object = {}) => {
  made += 1;
  return {
    id: `r${made}`,
    at: '2026-11-22T09:00:00.000Z',
    actor: { kind: 'user', id: 'customer-7' },
    action: 'invoice.paid',
    ...over,
  };
};

/** What is on record, behind the real door, over a database of the file's own. */
export function withAuditLogs() {
  const database = withDatabase();
  let opened: Awaited<ReturnType<typeof open>> | undefined;

  async function open() {
    const { db } = database;
    const { log } = collectLog();
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
    const auditLogs = createAuditLogs(db);
    const running = await startApi({ accounts, audit, auditLogs, clock: systemClock });
    return { ...running, accounts, audit, auditLogs };
  }

  beforeAll(async () => {
    opened = await open();
  });
  afterAll(async () => {
    await opened?.api.stop();
  });

  let people = 0;

  return () => {
    if (opened === undefined) throw new Error('The records can be used once tests run.');
    const { accounts, api, audit, auditLogs, http } = opened;
    /** A person nobody else in the file is, with a key of this name that may do this. */
    const someone = async ({
      role = 'member',
      scopes = ['*'],
      keyName = 'billing',
    }: {
      readonly role?: 'admin' | 'member';
      readonly scopes?: readonly string[];
      readonly keyName?: string;
    } = {}) => {
      people += 1;
      const name = `person ${people}`;
      const password = 'correct horse battery';
      const { id: userId } = await accounts.people.create({ name, password, role, locale: 'en' });
      const { key, view } = await accounts.keys.create(userId, { name: keyName, scopes });
      const ask = (method: string, url: string, data?: unknown) =>
        http.request<unknown>({
          method,
          url: `${path}${url}`,
          ...(data === undefined ? {} : { data }),
          headers: { authorization: `Bearer ${key}` },
        });
      return {
        userId,
        key,
        keyId: view.id,
        ask,
        /** Verdicts on these, in words. */
        handIn: async (...items: readonly unknown[]) => {
          const { status, data } = await ask('post', '/logs/batch', { items });
          if (status !== 200) throw new Error(`${status} ${JSON.stringify(data)}`);
          return toWords(data);
        },
        list: async (query: Readonly<Record<string, string>> = {}) => {
          const { status, data } = await ask('get', `/logs?${String(new URLSearchParams(query))}`);
          if (status !== 200) throw new Error(`${status} ${JSON.stringify(data)}`);
          return pageShape.parse(data);
        },
        /** The file as text, and what its head says. */
        take: async (query: Readonly<Record<string, string>> = {}) => {
          const { status, data, headers } = await http.get<ArrayBuffer>(
            `${path}/logs/export?${String(new URLSearchParams(query))}`,
            { headers: { authorization: `Bearer ${key}` }, responseType: 'arraybuffer' },
          );
          // Not by the client: it would take the mark at the beginning for none of the text.
          const text = Buffer.from(data).toString();
          if (status !== 200) throw new Error(`${status} ${text}`);
          return { text, upToId: String(headers['export-up-to-id']) };
        },
      };
    };
    return {
      db: database.db,
      url: database.url,
      apiUrl: api.url,
      auditLogs,
      someone,
      /** Something of ours is written down. */
      record: (entry: Partial<AuditEntry>) =>
        audit.record({
          actor: { kind: 'system', name: 'test' },
          action: 'job.ended',
          outcome: 'done',
          ...entry,
        }),
    };
  };
}
