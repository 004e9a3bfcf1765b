import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nameKeyOf, toPersonName } from '../../../src/areas/accounts/people/person-name.js';
import { InputError } from '../../../src/platform/lib/errors.js';

const anyName = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });

const accepted = (given: string): string | undefined => {
  try {
    return toPersonName(given);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
};

describe("a person's name", () => {
  it('is kept as it is once it was taken, and never longer than 64 characters', () => {
    fc.assert(
      fc.property(anyName, (given) => {
        const name = accepted(given);
        if (name === undefined) return;
        expect(toPersonName(name)).toBe(name);
        expect(Array.from(name).length).toBeLessThanOrEqual(64);
      }),
    );
  });

  it('has one key, whatever its case and width', () => {
    fc.assert(
      fc.property(anyName, (given) => {
        const key = nameKeyOf(given);
        expect(nameKeyOf(key)).toBe(key);
        expect(nameKeyOf(given.normalize('NFD'))).toBe(key);
        expect(nameKeyOf(`  ${given} `)).toBe(key);
      }),
    );
  });

  it.each([
    ['小明', '小明'],
    ['ＡＢＣ', 'abc'],
    ['ｶﾅ', 'カナ'],
    ['Straße', 'STRASSE'],
    ['STRAẞE', 'strasse'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
  ])('%s is the same to sign in with as %s', (one, other) => {
    expect(nameKeyOf(one)).toBe(nameKeyOf(other));
  });
});
