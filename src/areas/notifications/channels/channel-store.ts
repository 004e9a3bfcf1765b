import type { Database, DatabaseSession } from '../../../platform/database/index.js';
import { queryRows, sql } from '../../../platform/database/index.js';
import type { SealedTable, SecretBox } from '../../../platform/security/secret-box.js';
import { z } from 'zod';

export type ChannelRow = NonNullable<
  Awaited<ReturnType<Database['notificationChannel']['findFirst']>>
>;

/** For whoever carries whole tables to another key ring. */
export const sealedChannelsTable = {
  table: 'notification_channels',
  columns: ['secret', 'previous_secret'],
  rowOf: ({ id }) => String(id),
} as const satisfies SealedTable;

type SecretColumn = (typeof sealedChannelsTable)['columns'][number];

/** Secrets of channels, sealed to their row and column. */
export function createChannelSecrets(secrets: SecretBox) {
  const placeOf = (id: string, column: SecretColumn) => ({
    table: sealedChannelsTable.table,
    row: sealedChannelsTable.rowOf({ id }),
    column,
  });
  const seal = (id: string, column: SecretColumn, secret: string): string =>
    secrets.seal(secret, placeOf(id, column));

  return {
    seal,
    open: ({ id, secret }: Pick<ChannelRow, 'id' | 'secret'>): string =>
      secrets.open(secret, placeOf(id, 'secret')),
    /** Moves a sealed secret to the column of the one before. */
    demote: ({ id, secret }: Pick<ChannelRow, 'id' | 'secret'>): string =>
      seal(id, 'previous_secret', secrets.open(secret, placeOf(id, 'secret'))),
    /** Those that sign now, newest first. */
    signing({ id, secret, previousSecret, previousSecretUntil }: ChannelRow, now: Date): string[] {
      const newest = secrets.open(secret, placeOf(id, 'secret'));
      const overlaps = previousSecretUntil !== null && previousSecretUntil > now;
      return previousSecret === null || !overlaps
        ? [newest]
        : [newest, secrets.open(previousSecret, placeOf(id, 'previous_secret'))];
    },
    /** The columns to write so that all is under the newest key; undefined when it is. */
    reseal({ id, secret, previousSecret }: ChannelRow) {
      const isOld = (sealed: string | null) => sealed !== null && secrets.needsReseal(sealed);
      if (!isOld(secret) && !isOld(previousSecret)) return undefined;
      return {
        secret: seal(id, 'secret', secrets.open(secret, placeOf(id, 'secret'))),
        previousSecret:
          previousSecret === null
            ? null
            : seal(
                id,
                'previous_secret',
                secrets.open(previousSecret, placeOf(id, 'previous_secret')),
              ),
      };
    },
  };
}

/** Holds the channel until the transaction ends, so that two changes of its secret do not mix. */
export async function lockChannel(
  tx: DatabaseSession,
  { userId, id }: { readonly userId: string; readonly id: string },
): Promise<ChannelRow | null> {
  await queryRows(
    tx,
    z.object({ id: z.string() }),
    sql`SELECT id FROM notification_channels WHERE id = ${id} FOR UPDATE`,
  );
  return tx.notificationChannel.findFirst({ where: { id, userId } });
}
