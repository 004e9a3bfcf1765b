import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isPathOfOurs } from '../../../src/api/contract/connections/return-to.js';

describe('a path to return to', () => {
  it.each(['/', '/docs', '/docs?a=b&c=%E4%BD%A0#top', '/a/b.html', '/a//b'])('is %s', (path) => {
    expect(isPathOfOurs(path)).toBe(true);
  });

  it.each([
    '',
    'docs',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/%2Fevil.example',
    '/%2f%2fevil.example',
    '/%5Cevil.example',
    '/%252Fevil.example',
    '/%25252525252Fevil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/%2e%2e//evil.example',
    '/\tdocs',
    '/%0d%0aset-cookie: a=b',
    '/a b',
    '/<script>',
    '/%',
    '/%ff',
    '/100%25',
  ])('is not %j', (path) => {
    expect(isPathOfOurs(path)).toBe(false);
  });

  it('leads to this host, however often it is decoded', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '%2f',
      '%5C',
      '%25',
      '2f',
      'a',
      ':',
      '@',
      '?',
      '\t',
      'evil.example',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        let form = `/${pieces.join('')}`;
        if (!isPathOfOurs(form)) return;
        for (let round = 0; round < 4; round += 1) {
          expect(new URL(form, 'https://ours.example').host).toBe('ours.example');
          form = decodeURIComponent(form);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
