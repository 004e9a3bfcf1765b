import { createHash, randomBytes } from 'node:crypto';

export interface NewApiKey {
  /** Shown once, never stored: `wf_` and 256 random bits in base64url. */
  readonly key: string;
  /** What is stored instead: SHA-256 in hex. No salt is needed for 256 random bits. */
  readonly hash: string;
  /** The first characters, for people to tell their keys apart. */
  readonly prefix: string;
}

const prefixLength = 10;

export function createApiKey(): NewApiKey {
  const key = `wf_${randomBytes(32).toString('base64url')}`;
  return { key, hash: hashApiKey(key), prefix: key.slice(0, prefixLength) };
}

export const hashApiKey = (key: string): string => createHash('sha256').update(key).digest('hex');

/** True for a text of an API key's form; spares the database the others. */
export const isApiKey = (text: string): boolean => /^wf_[\w-]{43}$/.test(text);
