import type { Database, DatabaseSession } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import { fingerprint } from '../../platform/security/fingerprint.js';
import type { SecretBox } from '../../platform/security/secret-box.js';
import {
  isService,
  type Account,
  type ConnectionKey,
  type ConnectionMethod,
  type Tokens,
} from './connection.js';
import { createSealedTokens } from './sealed-tokens.js';

export interface ConnectionStoreDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly clock: Clock;
}

export interface Connected extends ConnectionKey {
  readonly account: Account;
  readonly method: ConnectionMethod;
  readonly tokens: Tokens;
}

export type ConnectionStore = ReturnType<typeof createConnectionStore>;
export type StoredConnection = NonNullable<Awaited<ReturnType<ReturnType<typeof reads>['find']>>>;

/** Columns of a row that nobody renews. */
export const noRenewal = { refreshLease: null, refreshLeaseUntil: null, refreshFailures: 0 };

/** The table `connections`. Renewing tokens: see `tokens/renewal-store.ts`. */
export function createConnectionStore({ db, secrets, clock }: ConnectionStoreDeps) {
  const sealed = createSealedTokens(secrets);
  return {
    ...reads(db),
    ...endings(db, clock),
    open: sealed.openAccessToken,

    /** Replaces the connection and makes it `connected`. */
    async put(
      { account, method, tokens, ...key }: Connected,
      session: DatabaseSession = db,
    ): Promise<void> {
      const { accessToken, refreshToken } = tokens;
      const now = clock.now();
      const data = {
        accountKey: account.key,
        accountName: account.name,
        method,
        ...sealed.seal(key, { accessToken, refreshToken: refreshToken ?? null }),
        tokenFingerprint: fingerprint(accessToken),
        refreshFingerprint: refreshToken === undefined ? null : fingerprint(refreshToken),
        expiresAt: tokens.expiresAt ?? null,
        refreshAt: tokens.refreshAt ?? null,
        ...noRenewal,
        state: 'connected',
        stateReason: null,
        createdAt: now,
        updatedAt: now,
      };
      const { userId, service } = key;
      await session.connection.upsert({
        where: { userId_service: { userId, service } },
        create: { userId, service, ...data },
        update: data,
      });
    },

    /** Replaces the refresh token alone; all else, also whether the service accepts the connection, stays. */
    async putRefreshToken(key: ConnectionKey, refreshToken: string): Promise<void> {
      const { userId, service } = key;
      await db.connection.update({
        where: { userId_service: { userId, service } },
        data: {
          ...sealed.seal(key, { refreshToken }),
          refreshFingerprint: fingerprint(refreshToken),
          ...noRenewal,
        },
      });
    },
  };
}

const reads = (db: Database) => ({
  find: ({ userId, service }: ConnectionKey) =>
    db.connection.findUnique({ where: { userId_service: { userId, service } } }),

  list: (userId: string) => db.connection.findMany({ where: { userId } }),
});

const endings = (db: Database, clock: Clock) => ({
  /** True when the service calls the account something else now. */
  async rename({ userId, service }: ConnectionKey, account: Account): Promise<boolean> {
    const { count } = await db.connection.updateMany({
      where: { userId, service, accountKey: account.key, accountName: { not: account.name } },
      data: { accountName: account.name },
    });
    return count > 0;
  },

  /** Forgets the tokens, but not whose they were: another account asks before ledgers mix. */
  async disconnect({ userId, service }: ConnectionKey): Promise<boolean> {
    const { count } = await db.connection.updateMany({
      where: { userId, service, state: { not: 'disconnected' } },
      data: {
        state: 'disconnected',
        stateReason: null,
        accessToken: null,
        refreshToken: null,
        expiresAt: null,
        refreshAt: null,
        ...noRenewal,
        updatedAt: clock.now(),
      },
    });
    return count > 0;
  },

  /** Forgets whose it was, too. */
  async remove({ userId, service }: ConnectionKey): Promise<void> {
    await db.connection.deleteMany({ where: { userId, service } });
  },
});

/** Which connection a row is. */
export function keyOf({ userId, service }: ConnectionRow): ConnectionKey {
  if (!isService(service)) throw new Error(`connections holds the unknown service ${service}`);
  return { userId, service };
}

interface ConnectionRow {
  readonly userId: string;
  readonly service: string;
}
