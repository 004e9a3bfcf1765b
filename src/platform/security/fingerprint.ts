import { createHash } from 'node:crypto';

/**
 * 64 bits that tell whether a secret is still the same without opening or storing it.
 * Only for secrets with much randomness (tokens): a short password could be guessed from it.
 */
export const fingerprint = (secret: string): string =>
  createHash('sha256').update(`watchflow fingerprint\n${secret}`).digest('hex').slice(0, 16);
