import { Tokenizer, TokenParser } from '@streamparser/json';
import { BrokenFileError } from './parsed-play.js';

/** Characters of one element: what is larger is no play, and would have to be held in memory. */
const longestElement = 4 * 1024 * 1024;

/** The elements of a JSON list of any length, one after the other. */
export async function* readJsonList(text: AsyncIterable<string>): AsyncGenerator {
  const found: unknown[] = [];
  const parser = createParser((element) => found.push(element));
  let open = 0;
  for await (const piece of text) {
    feed(() => {
      parser.write(piece);
    });
    open = found.length > 0 ? 0 : open + piece.length;
    if (open > longestElement)
      throw new BrokenFileError('has an element of more than 4 MB, which is no play');
    yield* found.splice(0);
  }
  feed(() => {
    parser.end();
  });
}

function feed(write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new BrokenFileError('is not JSON from here on, or breaks off', { cause: error });
  }
}

function createParser(onElement: (element: unknown) => void) {
  const tokenizer = new ExactTokenizer();
  const parser = new TokenParser({ paths: ['$.*'], keepStack: false });
  tokenizer.onToken = parser.write.bind(parser);
  parser.onValue = ({ value }) => {
    if (value !== undefined) onElement(value);
  };
  parser.onEnd = () => undefined;
  return {
    write: (text: string): void => {
      tokenizer.write(text);
    },
    end: (): void => {
      if (!tokenizer.isEnded) tokenizer.end();
      if (!parser.isEnded) parser.end();
    },
  };
}

/** Trakt's ids have 64 bits: those a number cannot hold stay text. */
class ExactTokenizer extends Tokenizer {
  protected override parseNumber(text: string): number {
    const number = super.parseNumber(text);
    if (Number.isSafeInteger(number) || !/^\d+$/.test(text)) return number;
    // It goes into a token, which may hold anything.
    return text as unknown as number;
  }
}
