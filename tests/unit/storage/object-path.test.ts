import { basename } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { toPath, toSegment } from '../../../src/storage/local/object-path.js';

/** As a file system that does not tell case or normal forms apart takes a name. */
const taken = (name: string): string =>
  name.normalize('NFD').toUpperCase().toLowerCase().normalize('NFC');

const keys = [
  ...['a.txt', 'A.txt', 'é', 'É', 'ж', 'Ж', 'ａ', 'Ａ', '𐐨', '𐐀', 'ss', 'ß', 'ẞ', 's', 'ſ'],
  ...[
    'σ',
    'ς',
    'Σ',
    'ǆ',
    'ǅ',
    'Ǆ',
    'm\u030C',
    'M\u030C',
    ':\u0301',
    'x:',
    'con',
    'CON',
    'Con',
    '%41',
  ],
  ...['.a', 'a.', 'a@', 'が', '한', 'ที่', '🎬'],
];

describe('the file of an object', () => {
  it('is another for every key, also where case and normal forms are not told apart', () => {
    const names = keys.map((key) => taken(basename(toPath('/root', key))));
    expect(new Set(names).size).toBe(keys.length);
  });

  it.each(keys)('of %s tells its key, also taken apart', (key) => {
    const name = basename(toPath('/root', key));
    expect(toSegment(name, false)).toEqual({ segment: key, isFolder: false });
    expect(toSegment(name.normalize('NFD'), false)).toEqual({ segment: key, isFolder: false });
  });

  it.each(['A', '%61', '%zz', 'a:b'])('is never called %s', (name) => {
    expect(toSegment(name, false)).toBeUndefined();
  });

  it('has a name that any system takes, or none', () => {
    expect(basename(toPath('/root', '長'.repeat(80)))).toHaveLength(80);
    expect(() => toPath('/root', 'Ж'.repeat(80))).toThrow('at most 255 bytes');
  });
});
