import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { askHidden } from '../../../src/main/commands/backup/ask-hidden.js';

/** What readline takes for a terminal: it says that it is one, and can be told not to echo. */
class FakeTerminal extends PassThrough {
  readonly isTTY = true;
  /** Raw: the terminal itself shows nothing. */
  readonly raw: boolean[] = [];
  setRawMode(isRaw: boolean): this {
    this.raw.push(isRaw);
    return this;
  }
}

const ask = () => {
  const input = new FakeTerminal();
  const output = new PassThrough();
  let shown = '';
  output.setEncoding('utf8').on('data', (piece: string) => (shown += piece));
  return {
    input,
    answer: askHidden('Passphrase: ', { input, output }),
    shown: () => shown,
  };
};

describe('asking at a terminal for what must not show', () => {
  it('takes what is typed, key by key and with a correction, and shows none of it', async () => {
    const { input, answer, shown } = ask();
    expect(input.raw).toEqual([true]);
    for (const key of ['s', 'e', 'c', 'x', '\u007f', 'ret', '密', '\r']) input.write(key);
    expect(await answer).toBe('secret密');
    expect(shown()).toBe('Passphrase: \n');
    // The terminal shows again what comes next.
    expect(input.raw).toEqual([true, false]);
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('is broken off by %s, with nothing shown and the terminal as it was', async (_name, key) => {
    const { input, answer, shown } = ask();
    if (key === '\u0003') input.write('half');
    input.write(key);
    expect(await answer).toBeUndefined();
    expect(shown()).toBe('Passphrase: \n');
    expect(input.raw.at(-1)).toBe(false);
  });
});
