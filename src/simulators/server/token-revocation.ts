/** Tokens that stopped working while the simulator ran. */
export interface TokenRevocation {
  /** The token answers 401 from now on. */
  revokeToken(token: string): void;
  restoreToken(token: string): void;
}

export function createTokenRevocation(): TokenRevocation & {
  readonly isRevoked: (token: string) => boolean;
} {
  const revoked = new Set<string>();
  return {
    isRevoked: (token) => revoked.has(token),
    revokeToken: (token) => {
      revoked.add(token);
    },
    restoreToken: (token) => {
      revoked.delete(token);
    },
  };
}
