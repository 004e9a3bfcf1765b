import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findJsonFault } from '../../../src/api/find-json-fault.js';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('findJsonFault', () => {
  it.each([
    ['hello', { position: 0, line: 1, column: 1 }],
    ['{"a":1,}', { position: 7, line: 1, column: 8 }],
    ['{\n  "a": tru3\n}', { position: 12, line: 2, column: 11 }],
    ['{"a":1} x', { position: 8, line: 1, column: 9 }],
    ['{"a":"\\x"}', { position: 7, line: 1, column: 8 }],
    ["{'a':1}", { position: 1, line: 1, column: 2 }],
  ])('finds where %j stops being JSON', (text, fault) => {
    expect(findJsonFault(text)).toMatchObject(fault);
  });

  it('says when a text ends too early', () => {
    expect(findJsonFault('{"a":[1,2')).toMatchObject({ position: 9, reason: 'it ends too early' });
  });

  it('finds nothing in JSON, and a fault within the text in anything else', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom('#', ']', '"', ''), (json, at, sign) => {
        const cut = at % (json.length + 1);
        const text = json.slice(0, cut) + sign + json.slice(cut + 1);
        const fault = findJsonFault(text);
        expect(fault === undefined).toBe(isJson(text));
        expect(fault?.position ?? 0).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
