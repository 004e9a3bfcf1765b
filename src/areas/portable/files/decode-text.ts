import { codeOf } from '../../../platform/lib/code-of.js';
import { BrokenFileError } from './parsed-play.js';

/** Text without the mark some programs begin a file with. */
export async function* decodeText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of bytes) {
      const text = decoder.decode(chunk, { stream: true });
      if (text !== '') yield text;
    }
    const rest = decoder.decode();
    if (rest !== '') yield rest;
  } catch (error) {
    if (codeOf(error) !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    throw new BrokenFileError(
      'is not UTF-8 text. Save it as UTF-8 (in Excel: “CSV UTF-8”), not as GB18030, Shift_JIS or UTF-16',
      { cause: error },
    );
  }
}

/** The beginning of a text, and the whole of it. */
export async function peekText(
  text: AsyncIterable<string>,
): Promise<{ readonly head: string; readonly all: AsyncIterable<string> }> {
  const pieces = text[Symbol.asyncIterator]();
  const head: string[] = [];
  let length = 0;
  while (length < 1024) {
    const next = await pieces.next();
    if (next.done === true) break;
    head.push(next.value);
    length += next.value.length;
  }
  const all = async function* (): AsyncGenerator<string> {
    try {
      yield* head;
      yield* { [Symbol.asyncIterator]: () => pieces };
    } finally {
      await pieces.return?.(undefined);
    }
  };
  return { head: head.join(''), all: all() };
}
