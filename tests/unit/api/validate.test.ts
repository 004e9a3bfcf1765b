import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Problem, toPointer } from '../../../src/api/problem.js';
import { serialise } from '../../../src/api/serialise.js';
import { validate } from '../../../src/api/validate.js';

const schema = z.object({
  query: z.strictObject({ limit: z.coerce.number().int().max(100) }),
  body: z.strictObject({ name: z.string(), deep: z.object({ 'a/b~c': z.int() }) }),
});

const faultsOf = (given: { query: unknown; body: unknown }) => {
  try {
    validate(schema, { params: {}, headers: {}, ...given });
  } catch (error) {
    if (error instanceof Problem) return error.errors;
    throw error;
  }
  return [];
};

describe('validate', () => {
  it('lists every fault of every part at once, with pointers', () => {
    const faults = faultsOf({
      query: { limit: '101', page: '1' },
      body: { deep: { 'a/b~c': 'x' }, extra: 1, more: 2 },
    });
    expect(faults.map(({ in: part, pointer }) => `${part} ${pointer}`).sort()).toEqual([
      'body /deep/a~1b~0c',
      'body /extra',
      'body /more',
      'body /name',
      'query /limit',
      'query /page',
    ]);
    expect(faults.find(({ pointer }) => pointer === '/name')?.message).toBe('is required (string)');
    expect(faults.find(({ pointer }) => pointer === '/extra')?.message).toBe(
      'unknown field; known are name, deep',
    );
  });

  it.each(['a\u0000b', '\ud800', 'x\udc00'])('refuses %j, which cannot be kept', (name) => {
    const body = { name, deep: { 'a/b~c': 1 } };
    expect(faultsOf({ query: { limit: '1' }, body })).toEqual([
      { in: 'body', pointer: '/name', message: expect.stringContaining('is no text') },
    ]);
    const whole = { ...body, name: '𠮷野家 👩‍👩‍👧‍👦' };
    expect(faultsOf({ query: { limit: '1' }, body: whole })).toEqual([]);
  });

  it('takes a missing body for an empty one', () => {
    expect(faultsOf({ query: { limit: '1' }, body: undefined })).toHaveLength(2);
  });
});

describe('toPointer', () => {
  it('escapes as RFC 6901 asks', () => {
    expect(toPointer(['a/b', 0, '~'])).toBe('/a~1b/0/~0');
  });
});

describe('serialise', () => {
  it('writes 64-bit integers as text and dates as RFC 3339', () => {
    expect(serialise({ id: 9007199254740993n, at: new Date(0) })).toBe(
      '{"id":"9007199254740993","at":"1970-01-01T00:00:00.000Z"}',
    );
  });
});
