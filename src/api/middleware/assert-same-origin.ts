import { Problem } from '../problem.js';
import type { ApiRequest } from './api-state.js';

const unsafe = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

export const isUnsafe = (method: string): boolean => unsafe.has(method);

/**
 * Refuses what a browser says comes from a page of another site. Browsers send `Sec-Fetch-Site` or, older ones, `Origin`
 * with every request that changes something; programs send neither and cannot be tricked into sending a cookie.
 */
export function assertSameOrigin(ctx: ApiRequest, publicUrl: URL): void {
  const site = ctx.get('sec-fetch-site');
  const origin = ctx.get('origin');
  const isOurs =
    site === 'same-origin' ||
    site === 'none' ||
    (site === '' && (origin === '' || isOurOrigin(origin, ctx.get('host'), publicUrl)));
  if (isOurs) return;
  throw new Problem(
    'csrf-refused',
    'The request comes from a page of another site; open watchflow under its own address.',
  );
}

/** A proxy in front may change the host we see, but not PUBLIC_URL. */
const isOurOrigin = (origin: string, host: string, publicUrl: URL): boolean =>
  origin === publicUrl.origin || (URL.canParse(origin) && new URL(origin).host === host);
