import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitLines } from '../../../src/areas/backup/archive/split-lines.js';

function inChunks(text: string, size: number): AsyncIterable<Buffer> {
  const bytes = Buffer.from(text);
  const count = Math.ceil(bytes.length / size);
  return Readable.from(
    Array.from({ length: count }, (_, at) => bytes.subarray(at * size, (at + 1) * size)),
  );
}

async function all(lines: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const line of lines) found.push(line);
  return found;
}

describe('the lines of an archive', () => {
  it('are what was written, wherever the pieces end and whatever they hold', async () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', '\u2028'));
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 9 }), async (lines, size) => {
        const text = lines.map((one) => `${one}\n`).join('');
        expect(await all(splitLines(inChunks(text, size)))).toEqual(lines);
      }),
    );
  });

  it('end in a line feed: another end was cut off', async () => {
    await expect(all(splitLines(inChunks('a\nb', 2)))).rejects.toThrow('cut off');
  });
});
