import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeLine, encodeLine } from '../../../client/src/outbox/journal-line.js';

const anEntry = fc.record({
  entry: fc.constant('put' as const),
  of: fc.constant('task' as const),
  record: fc.record({
    id: fc.string({ minLength: 1 }),
    session_id: fc.string(),
    version: fc.nat(),
    status: fc.constant('pending' as const),
    source_text: fc.string({ unit: 'binary' }),
  }),
});

describe('a line of the journal', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(anEntry, (entry) => {
        const line = encodeLine(entry);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(decodeLine(line.slice(0, -1))).toEqual(entry);
      }),
    );
  });

  it('is none when a part of it is missing or changed', () => {
    fc.assert(
      fc.property(anEntry, fc.nat(), (entry, place) => {
        const line = encodeLine(entry).slice(0, -1);
        const at = place % line.length;
        expect(decodeLine(line.slice(0, at))).toBeUndefined();
        const other = line[at] === 'x' ? 'y' : 'x';
        expect(decodeLine(line.slice(0, at) + other + line.slice(at + 1))).toBeUndefined();
      }),
    );
  });
});
