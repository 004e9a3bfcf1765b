import { describe, expect, it } from '@jest/globals';
import { createAccounts } from '../../../src/areas/accounts/index.js';
import { withDatabase } from '../../support/with-database.js';

const start = new Date('2026-11-22T12:00:00.000Z');
const second = 1000;

const atTime = () => {
  let now = start;
  return {
    clock: { now: () => now },
    pass(milliseconds: number) {
      now = new Date(now.getTime() + milliseconds);
    },
  };
};

describe('the first user', () => {
  const database = withDatabase();

  it('is one administrator without a password, however many start at the same time', async () => {
    const accounts = createAccounts({ db: database.db, clock: atTime().clock });
    const starters = await Promise.all(Array.from({ length: 6 }, () => accounts.ensureFirstUser()));
    const again = await accounts.ensureFirstUser();

    expect(new Set(starters.map(({ id }) => id)).size).toBe(1);
    expect(again).toEqual(starters[0]);
    expect(again).toMatchObject({
      id: expect.stringMatching(/^u_[0-9a-f]{16}$/),
      name: 'owner',
      role: 'admin',
      isSetUp: false,
    });
    expect(await database.db.user.count()).toBe(1);
  });
});

describe('an API key', () => {
  const database = withDatabase();
  let made: Promise<string> | undefined;
  const makeKey = async (): Promise<string> => {
    const accounts = createAccounts({ db: database.db, clock: atTime().clock });
    const { id } = await accounts.ensureFirstUser();
    return (await accounts.keys.create(id, { name: 'first', scopes: ['*'] })).key;
  };
  const firstKey = (): Promise<string> => (made ??= makeKey());
  const open = async () => {
    const key = await firstKey();
    const time = atTime();
    return { key, time, accounts: createAccounts({ db: database.db, clock: time.clock }) };
  };

  it('names its holder and what they may do', async () => {
    const { key, accounts } = await open();
    const user = await accounts.ensureFirstUser();
    expect(await accounts.authenticate(key)).toEqual({
      userId: user.id,
      via: {
        kind: 'key',
        keyId: expect.stringMatching(/^k_/),
        limits: { perMinute: null, perDay: null, perMonth: null },
        ofAllKeys: { perMinute: null, perDay: null, perMonth: null },
      },
      scopes: ['*'],
      role: 'admin',
    });
  });

  it.each(['', 'wf_', 'wf_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', "' OR 1=1 --", '🗝️'])(
    'is not %j',
    async (key) => {
      expect(await (await open()).accounts.authenticate(key)).toBeUndefined();
    },
  );

  it('is stored as a hash alone', async () => {
    const { key } = await open();
    const stored = JSON.stringify(await database.db.apiKey.findMany());
    expect(stored).not.toContain(key.slice(12));
  });

  it('is noted as used at most once a minute', async () => {
    const { key, accounts, time } = await open();
    await database.db.apiKey.updateMany({ data: { lastUsedAt: null } });
    const lastUsedAfter = async (milliseconds: number) => {
      time.pass(milliseconds);
      await accounts.authenticate(key);
      return (await database.db.apiKey.findFirstOrThrow()).lastUsedAt;
    };
    expect(await lastUsedAfter(0)).toEqual(start);
    expect(await lastUsedAfter(59 * second)).toEqual(start);
    expect(await lastUsedAfter(1 * second)).toEqual(new Date(start.getTime() + 60 * second));
  });

  it('is refused from the moment it expires', async () => {
    const { key, accounts, time } = await open();
    await database.db.apiKey.updateMany({
      data: { expiresAt: new Date(start.getTime() + second) },
    });
    expect(await accounts.authenticate(key)).toBeDefined();
    time.pass(second);
    expect(await accounts.authenticate(key)).toBeUndefined();
    await database.db.apiKey.updateMany({ data: { expiresAt: null } });
  });

  it('is refused once it is revoked', async () => {
    const { key, accounts } = await open();
    await database.db.apiKey.updateMany({ data: { revokedAt: start } });
    expect(await accounts.authenticate(key)).toBeUndefined();
  });
});
