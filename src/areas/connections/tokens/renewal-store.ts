import { sql, type Database, type DatabaseSession } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import type { ConnectionKey, Tokens } from '../connection.js';
import { noRenewal, type ConnectionStoreDeps, type StoredConnection } from '../connection-store.js';
import { createSealedTokens } from '../sealed-tokens.js';

export type RenewalStore = ReturnType<typeof createRenewalStore>;

/** How the tokens in the table `connections` change hands and die. */
export function createRenewalStore({ db, secrets, clock }: ConnectionStoreDeps) {
  const sealed = createSealedTokens(secrets);
  return {
    ...leases(db),
    ...deaths(db, clock),
    openRefreshToken: sealed.openRefreshToken,

    /**
     * The pair that came for the refresh token of `row`, whoever holds the lease: false when the row has another one by now.
     * Each sealed text is unique, so it tells which token a row holds.
     */
    async putRenewed(row: StoredConnection, tokens: Tokens): Promise<boolean> {
      const { userId, service, refreshToken } = row;
      const { accessToken, refreshToken: next } = tokens;
      const { count } = await db.connection.updateMany({
        where: { userId, service, refreshToken },
        data: {
          // A service that gives no new refresh token leaves the old one in use (RFC 6749, 6).
          ...sealed.seal(
            row,
            next === undefined ? { accessToken } : { accessToken, refreshToken: next },
          ),
          expiresAt: tokens.expiresAt ?? null,
          refreshAt: tokens.refreshAt ?? null,
          ...noRenewal,
          state: 'connected',
          stateReason: null,
          updatedAt: clock.now(),
        },
      });
      return count > 0;
    },
  };
}

const leases = (db: Database) => ({
  /** False while somebody else renews. Time is the database's: clocks of processes may differ. */
  async takeLease(row: StoredConnection, lease: string, seconds: number): Promise<boolean> {
    const { userId, service, refreshToken } = row;
    const taken = await db.$executeRaw(
      sql`UPDATE connections
          SET refresh_lease = ${lease}::uuid, refresh_lease_until = now() + ${seconds} * interval '1 second'
          WHERE user_id = ${userId} AND service = ${service} AND state = 'connected'
            AND refresh_token = ${refreshToken}
            AND (refresh_lease_until IS NULL OR refresh_lease_until <= now())`,
    );
    return taken > 0;
  },

  /** The attempt came to nothing; another may be made from `again` on. */
  async giveBack(row: StoredConnection, lease: string, again: Date): Promise<void> {
    const { userId, service } = row;
    await db.connection.updateMany({
      where: { userId, service, refreshLease: lease },
      data: {
        refreshLease: null,
        refreshLeaseUntil: null,
        refreshFailures: { increment: 1 },
        refreshAt: again,
      },
    });
  },
});

const deaths = (db: Database, clock: Clock) => ({
  /** The access token is of no use any more, whatever was said about its end. */
  async expire({ userId, service, accessToken }: StoredConnection): Promise<void> {
    const now = clock.now();
    await db.connection.updateMany({
      where: { userId, service, accessToken },
      data: { expiresAt: now, refreshAt: now, refreshFailures: 0 },
    });
  },

  /** False when there was nothing to mark: gone, marked already, or replaced after `asOf`. */
  async markNeedsReauth(
    { userId, service }: ConnectionKey,
    { asOf, reason }: { readonly asOf: Date; readonly reason: string },
    session: DatabaseSession,
  ): Promise<boolean> {
    const { count } = await session.connection.updateMany({
      where: { userId, service, state: 'connected', updatedAt: { lte: asOf } },
      data: { state: 'needs_reauth', stateReason: reason, ...noRenewal },
    });
    return count > 0;
  },

  /** As `markNeedsReauth`, while the row still holds the refresh token that is spent. */
  async markSpent(
    { userId, service, refreshToken }: StoredConnection,
    reason: string,
    session: DatabaseSession,
  ): Promise<boolean> {
    const { count } = await session.connection.updateMany({
      where: { userId, service, state: 'connected', refreshToken },
      data: { state: 'needs_reauth', stateReason: reason, ...noRenewal },
    });
    return count > 0;
  },
});
