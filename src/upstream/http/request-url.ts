import { InputError } from '../../platform/lib/errors.js';
import type { UpstreamRequest } from './exchange.js';

/** Our configured address without its trailing slash; a path prefix stays. Throws `InputError`. */
export function toBaseUrl(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  const hasExtras =
    url !== undefined && `${url.search}${url.hash}${url.username}${url.password}` !== '';
  if (url === undefined || !isHttp || hasExtras) {
    const message = 'give an http(s) address without query, fragment or credentials';
    throw new InputError('upstream address', [{ place: 'base URL', message }]);
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** Throws when a place of the pattern is left open or would climb out of it: faults of the caller. */
export function toRequestUrl(
  baseUrl: string,
  { path, at = {}, query = {} }: UpstreamRequest,
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_place, name: string) => {
    const value = String(at[name] ?? '');
    if (['', '.', '..'].includes(value))
      throw new Error(`no usable value for {${name}} of ${path}`);
    return encodeURIComponent(value);
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.size === 0 ? `${baseUrl}${filled}` : `${baseUrl}${filled}?${search.toString()}`;
}
