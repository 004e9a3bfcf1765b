import { createHash, randomBytes } from 'node:crypto';

export interface RandomToken {
  /** 256 random bits in base64url; handed out, never stored. */
  readonly token: string;
  /** What is stored instead. */
  readonly hash: string;
}

export function createToken(): RandomToken {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashToken(token) };
}

/** SHA-256 in hex. No salt is needed for 256 random bits. */
export const hashToken = (token: string): string =>
  createHash('sha256').update(token).digest('hex');
