import type { SealedTable, SecretBox } from '../../platform/security/secret-box.js';

interface Row {
  readonly userId: string;
  readonly service: string;
}

interface SealableTokens {
  readonly accessToken?: string;
  readonly refreshToken?: string | null;
}

/** For whoever carries whole tables to another key ring. */
export const sealedTokensTable = {
  table: 'connections',
  columns: ['access_token', 'refresh_token'],
  rowOf: ({ user_id: userId, service }) => `${String(userId)}/${String(service)}`,
} as const satisfies SealedTable;

/** Tokens of the table `connections`, sealed to their row and column. */
export const createSealedTokens = (secrets: SecretBox) => ({
  /** The columns of what is given; null stays null. */
  seal<T extends SealableTokens>(row: Row, tokens: T): T {
    const { accessToken, refreshToken } = tokens;
    return {
      ...tokens,
      ...(accessToken === undefined
        ? {}
        : { accessToken: secrets.seal(accessToken, placeOf(row, 'access_token')) }),
      ...(refreshToken === undefined || refreshToken === null
        ? {}
        : { refreshToken: secrets.seal(refreshToken, placeOf(row, 'refresh_token')) }),
    };
  },

  /** Undefined once disconnected. */
  openAccessToken: (row: Row & { readonly accessToken: string | null }): string | undefined =>
    row.accessToken === null
      ? undefined
      : secrets.open(row.accessToken, placeOf(row, 'access_token')),

  openRefreshToken: (row: Row & { readonly refreshToken: string | null }): string | undefined =>
    row.refreshToken === null
      ? undefined
      : secrets.open(row.refreshToken, placeOf(row, 'refresh_token')),
});

const placeOf = (
  { userId, service }: Row,
  column: (typeof sealedTokensTable)['columns'][number],
) => ({
  table: sealedTokensTable.table,
  row: sealedTokensTable.rowOf({ user_id: userId, service }),
  column,
});
