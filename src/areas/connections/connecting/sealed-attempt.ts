import { z } from 'zod';
import type { SecretBox } from '../../../platform/security/secret-box.js';
import type { Tokens } from '../connection.js';

type Column = 'secret' | 'grant';

interface Sealed {
  readonly id: string;
  readonly secret: string | null;
  readonly grant: string | null;
}

const keptTokens = z.object({
  accessToken: z.string(),
  refreshToken: z.string().optional(),
  expiresAt: z.coerce.date().optional(),
  refreshAt: z.coerce.date().optional(),
});

/** What is secret in the table `connection_attempts`, sealed to its row and column. */
export function createSealedAttempt(secrets: SecretBox) {
  const open = (id: string, column: Column, text: string | null): string | undefined =>
    text === null ? undefined : secrets.open(text, placeOf(id, column));
  const seal = (id: string, column: Column, text: string | undefined): string | null =>
    text === undefined ? null : secrets.seal(text, placeOf(id, column));
  return {
    sealSecret: (id: string, secret: string | undefined) => seal(id, 'secret', secret),
    sealTokens: (id: string, tokens: Tokens | undefined) =>
      seal(id, 'grant', tokens === undefined ? undefined : JSON.stringify(tokens)),
    openSecret: ({ id, secret }: Sealed) => open(id, 'secret', secret),
    openTokens: ({ id, grant }: Sealed): Tokens | undefined => {
      const text = open(id, 'grant', grant);
      return text === undefined ? undefined : keptTokens.parse(JSON.parse(text));
    },
    /** Both columns under the newest key. */
    reseal: ({ id, secret, grant }: Sealed) => ({
      secret: seal(id, 'secret', open(id, 'secret', secret)),
      grant: seal(id, 'grant', open(id, 'grant', grant)),
    }),
  };
}

const placeOf = (id: string, column: Column) => ({ table: 'connection_attempts', row: id, column });
