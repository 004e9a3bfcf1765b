import { toBaseUrl } from '../request-url.js';

/** An address for the person's browser. It ends up in histories and logs of others: give it nothing secret. */
export function toAuthorizeUrl(
  authUrl: string,
  query: Readonly<Record<string, string | undefined>>,
): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, value);
  }
  return `${toBaseUrl(authUrl)}/oauth/authorize?${search.toString()}`;
}
