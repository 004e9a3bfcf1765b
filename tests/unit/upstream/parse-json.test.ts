import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseJson } from '../../../src/upstream/http/answer-body.js';

// Without numbers that need to be kept: exponents, and integers beyond ±(2^53 − 1).
const safeJson = fc.jsonValue().filter((value) => !/e|\d{16}/.test(JSON.stringify(value)));

describe('parseJson', () => {
  it('hands integers above 2^53 over as text, and smaller ones as numbers', () => {
    expect(parseJson('[9007199254740993, -9007199254740993, 9007199254740991]')).toEqual([
      '9007199254740993',
      '-9007199254740993',
      9007199254740991,
    ]);
  });

  it('leaves digits inside texts, fractions and exponents alone', () => {
    const text = String.raw`{"a 9007199254740993":"x\" 9007199254740993 \\","b":1.2345678901234567890,"c":12e20}`;
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  it('agrees with JSON.parse wherever nothing needs to be kept', () => {
    fc.assert(
      fc.property(safeJson, (value) => {
        const text = JSON.stringify({ pad: '1234567890123456', value });
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('keeps every 64-bit id', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), (id) => {
        expect(String((parseJson(`[${id}]`) as unknown[])[0])).toBe(String(id));
      }),
    );
  });

  it('throws on torn text', () => {
    expect(() => parseJson('[{"id":9007199254740993')).toThrow(SyntaxError);
  });
});
