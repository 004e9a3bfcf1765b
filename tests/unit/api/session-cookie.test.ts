import { describe, expect, it } from '@jest/globals';
import { createSessionCookie } from '../../../src/api/session-cookie.js';

const at = new Date('2026-11-22T12:00:00.000Z');
const issued = (url: string) => createSessionCookie(new URL(url)).issue('token', at);

describe('the session cookie', () => {
  it('is bound to the host under https, to the prefix under one, and plain without', () => {
    const rest = 'HttpOnly; SameSite=Lax';
    const expires = 'Expires=Sun, 22 Nov 2026 12:00:00 GMT';
    expect(issued('https://watch.example')).toBe(
      `__Host-watchflow_session=token; Path=/; ${rest}; Secure; ${expires}`,
    );
    expect(issued('https://watch.example/wf')).toBe(
      `__Secure-watchflow_session=token; Path=/wf/; ${rest}; Secure; ${expires}`,
    );
    expect(issued('http://127.0.0.1:7080')).toBe(
      `watchflow_session=token; Path=/; ${rest}; ${expires}`,
    );
  });

  it('is found among others, and not under a name that only ends alike', () => {
    const cookie = createSessionCookie(new URL('http://localhost'));
    expect(cookie.read('a=b; watchflow_session=t-1_2; c=d')).toBe('t-1_2');
    expect(cookie.read('xwatchflow_session=t; __Host-watchflow_session=t')).toBeUndefined();
    expect(cookie.read('watchflow_session=')).toBeUndefined();
    expect(cookie.read('')).toBeUndefined();
  });
});
