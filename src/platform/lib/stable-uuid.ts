import { createHash } from 'node:crypto';

/** A UUID (version 8) made of what it stands for, so that the same is named the same. */
export function stableUuid(...of: readonly string[]): string {
  const digest = createHash('sha256').update(of.join('\0')).digest('hex');
  const parts = [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `8${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ];
  return parts.join('-');
}
