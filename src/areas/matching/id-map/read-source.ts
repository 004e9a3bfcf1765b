import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import axios from 'axios';
import { z } from 'zod';

const fetchTimeout = 60_000;
const sizeLimit = 64 * 1024 * 1024;

export const isAddress = (source: string): boolean => /^https?:\/\//i.test(source);

/** An address without what may be a secret in it; a path as it is. */
export function withoutSecrets(source: string): string {
  if (!isAddress(source) || !URL.canParse(source)) return source;
  const { origin, pathname } = new URL(source);
  return `${origin}${pathname}`;
}

/** The text at an http(s) address, a `file:` address or a path. What it rejects with names no query. */
export const readSource = (source: string): Promise<string> =>
  isAddress(source) ? fetchText(source) : readFile(pathOf(source), 'utf8');

const pathOf = (source: string): string =>
  source.startsWith('file:') ? fileURLToPath(source) : source;

async function fetchText(address: string): Promise<string> {
  const { data } = await axios.get<unknown>(address, {
    responseType: 'text',
    // Without this, axios parses JSON whatever the response type says.
    transformResponse: (body: unknown) => body,
    signal: AbortSignal.timeout(fetchTimeout),
    maxContentLength: sizeLimit,
    headers: { 'User-Agent': 'watchflow' },
    beforeRedirect: ({ protocol }) => {
      if (protocol === 'http:' && address.startsWith('https:'))
        throw new Error('it redirects from https:// to http://');
    },
  });
  return z.string().parse(data);
}
