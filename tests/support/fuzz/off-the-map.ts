import type { Wish } from './fill.js';

const ask = (method: string, url: string, rest: Partial<Wish> = {}): Wish => ({
  method,
  url,
  headers: {},
  body: undefined,
  ...rest,
});

/** Requests to no operation at all, and the code each is refused with. */
export const offTheMap: readonly (readonly [code: string, wish: Wish])[] = [
  ['route-not-found', ask('GET', '/api/v1/nothing')],
  ['route-not-found', ask('GET', '//evil.example/api/v1/me')],
  ['route-not-found', ask('GET', '/api/v1/../../etc/passwd')],
  ['route-not-found', ask('GET', '/wp-login.php')],
  ['route-not-found', ask('POST', '/api/v1/users/u_1/nothing')],
  ['authentication-required', ask('GET', '/api/v1/runs/%zz')],
  ['authentication-required', ask('GET', '/api/v1/runs/%')],
  ['authentication-required', ask('DELETE', '/api/v1/users/%c3%28')],
  ['malformed-request', ask('GET', `/health?${'x'.repeat(20_000)}`)],
  ['malformed-request', ask('GET', '/health', { headers: { 'x-long': 'x'.repeat(20_000) } })],
  ['method-not-allowed', ask('PATCH', '/api/trakt/config')],
  ['method-not-allowed', ask('PUT', '/api/v1/users')],
  ['method-not-allowed', ask('OPTIONS', '/api/v1/me')],
  ['method-not-allowed', ask('PROPFIND', '/docs')],
  ['method-not-allowed', ask('TRACE', '/health')],
  ['host-not-served', ask('GET', '/health', { headers: { host: 'evil.example' } })],
  ['host-not-served', ask('GET', '/openapi.json', { headers: { host: '127.0.0.1.evil.example' } })],
  ['body-too-large', ask('GET', '/health', { body: 'x'.repeat(1024 * 1024 + 1) })],
  ['body-too-large', ask('POST', '/nothing', { body: 'x'.repeat(1024 * 1024 + 1) })],
  ['not-found', ask('GET', '/docs/..%2f..%2fpackage.json')],
  ['not-found', ask('GET', '/docs/__proto__')],
];
