import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseRange } from '../../../src/api/byte-ranges.js';

describe('parseRange', () => {
  it('never asks for bytes that are not there', () => {
    const number = fc.oneof(
      fc.constant(''),
      fc.nat(30).map(String),
      fc.constant('999999999999999'),
    );
    fc.assert(
      fc.property(number, number, fc.nat(20), (from, to, size) => {
        const asked = parseRange(`bytes=${from}-${to}`, size);
        if (asked.kind !== 'part') return;
        expect(asked.first).toBeGreaterThanOrEqual(0);
        expect(asked.last).toBeGreaterThanOrEqual(asked.first);
        expect(asked.last).toBeLessThan(size);
      }),
    );
  });

  it.each([undefined, '', 'bytes', 'bytes=', 'bytes=-', 'bytes=1-0', 'bytes=0-1,3-4', 'items=0-1'])(
    'takes %j for the whole',
    (header) => {
      expect(parseRange(header, 10)).toEqual({ kind: 'whole' });
    },
  );

  it('finds nothing in what is empty', () => {
    expect(parseRange('bytes=0-', 0)).toEqual({ kind: 'none' });
    expect(parseRange('bytes=-1', 0)).toEqual({ kind: 'none' });
  });
});
