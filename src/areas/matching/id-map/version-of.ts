import { createHash } from 'node:crypto';

/** Names a content: equal texts have equal versions, wherever they came from. */
export const versionOf = (text: string): string =>
  `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
