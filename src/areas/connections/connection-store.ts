import type { Database } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import { fingerprint } from '../../platform/security/fingerprint.js';
import type { SecretBox } from '../../platform/security/secret-box.js';
import type { UpstreamService } from '../../upstream/http/index.js';

export interface ConnectionTokens {
  readonly accessToken: string;
  readonly refreshToken?: string | undefined;
}

interface ConnectionKey {
  readonly userId: string;
  readonly service: UpstreamService;
}

export interface ConnectionStoreDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly clock: Clock;
}

export type ConnectionStore = ReturnType<typeof createConnectionStore>;

/** The table `connections`; tokens go in sealed to their row and column. */
export function createConnectionStore({ db, secrets, clock }: ConnectionStoreDeps) {
  return {
    find: ({ userId, service }: ConnectionKey) =>
      db.connection.findUnique({ where: { userId_service: { userId, service } } }),

    open: (row: {
      readonly userId: string;
      readonly service: string;
      readonly accessToken: string;
    }): string => secrets.open(row.accessToken, placeOf(row, 'access_token')),

    /** Replaces the connection and makes it `connected`. */
    async put(
      connection: ConnectionKey & { readonly accountKey: string; readonly accountName: string },
      tokens: ConnectionTokens,
    ): Promise<void> {
      const { userId, service, ...account } = connection;
      const { accessToken, refreshToken } = tokens;
      const data = {
        ...account,
        accessToken: secrets.seal(accessToken, placeOf(connection, 'access_token')),
        ...sealRefreshToken(secrets, connection, refreshToken),
        tokenFingerprint: fingerprint(accessToken),
        state: 'connected',
        stateReason: null,
        updatedAt: clock.now(),
      };
      await db.connection.upsert({
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
        data: sealRefreshToken(secrets, key, refreshToken),
      });
    },

    /** False when there was nothing to mark: gone, marked already, or replaced after `asOf`. */
    async markNeedsReauth(
      { userId, service }: ConnectionKey,
      { asOf, reason }: { readonly asOf: Date; readonly reason: string },
    ): Promise<boolean> {
      const { count } = await db.connection.updateMany({
        where: { userId, service, state: 'connected', updatedAt: { lte: asOf } },
        data: { state: 'needs_reauth', stateReason: reason },
      });
      return count > 0;
    },
  };
}

const placeOf = ({ userId, service }: { userId: string; service: string }, column: string) => ({
  table: 'connections',
  row: `${userId}/${service}`,
  column,
});

const sealRefreshToken = (
  secrets: SecretBox,
  key: ConnectionKey,
  refreshToken: string | undefined,
) =>
  refreshToken === undefined
    ? { refreshToken: null, refreshFingerprint: null }
    : {
        refreshToken: secrets.seal(refreshToken, placeOf(key, 'refresh_token')),
        refreshFingerprint: fingerprint(refreshToken),
      };
