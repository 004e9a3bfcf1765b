import { RecordsError } from './records-error.js';

/** A key, or where to get it. */
export type ApiKey = string | (() => string | Promise<string>);

/** Throws TypeError, which does not show it. */
export function assertApiKey(apiKey: unknown): void {
  if (typeof apiKey === 'string' || typeof apiKey === 'function') return;
  throw new TypeError(`expected apiKey to be a string or a function, got ${typeof apiKey}`);
}

/** As it goes into a header. Throws RecordsError (`unauthorized`), which does not show it, or what the function throws. */
export async function readApiKey(apiKey: ApiKey): Promise<string> {
  const key: unknown = typeof apiKey === 'string' ? apiKey : await apiKey();
  if (typeof key === 'string' && /^[\x21-\x7e]+$/.test(key)) return key;
  throw new RecordsError(
    'unauthorized',
    'The API key is empty, or has a space, a line break or another character that no key has. Give the client the key as it was shown.',
  );
}
