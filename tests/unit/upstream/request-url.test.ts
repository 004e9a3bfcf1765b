import { describe, expect, it } from '@jest/globals';
import { toBaseUrl, toRequestUrl } from '../../../src/upstream/http/request-url.js';

describe('toBaseUrl', () => {
  it.each([
    ['https://api.example', 'https://api.example'],
    ['https://api.example/', 'https://api.example'],
    ['http://127.0.0.1:9/a/b//', 'http://127.0.0.1:9/a/b'],
  ])('turns %s into %s', (address, base) => {
    expect(toBaseUrl(address)).toBe(base);
  });

  it.each([
    'api.example',
    'ftp://api.example',
    'https://me:secret@api.example',
    'https://api.example/?a=1',
  ])('refuses %s without repeating it', (address) => {
    expect(() => toBaseUrl(address)).toThrow(/^upstream address: base URL: give an http/);
  });
});

describe('toRequestUrl', () => {
  it('fills and encodes the places, and leaves out what is undefined', () => {
    const request = {
      method: 'GET',
      path: '/v0/users/{username}/collections',
      at: { username: 'a/b ü' },
      query: { limit: 50, type: undefined, at: '2026-01-01T00:00:00.000Z' },
    } as const;
    expect(toRequestUrl('http://h/p', request)).toBe(
      'http://h/p/v0/users/a%2Fb%20%C3%BC/collections?limit=50&at=2026-01-01T00%3A00%3A00.000Z',
    );
  });

  it.each(['', '.', '..'])('refuses %j for a place: it would be another path', (username) => {
    const request = { method: 'GET', path: '/users/{username}', at: { username } } as const;
    expect(() => toRequestUrl('http://h', request)).toThrow(/no usable value for \{username\}/);
  });
});
