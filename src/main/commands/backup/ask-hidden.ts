import { createInterface } from 'node:readline/promises';
import { Writable, type Readable } from 'node:stream';

export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean };
  /** Where the question goes; what is typed is written nowhere. */
  readonly output: Writable;
}

/** What is typed at a terminal, which does not show; undefined where it was broken off (Ctrl-C, Ctrl-D). */
export async function askHidden(
  question: string,
  { input, output }: Terminal,
): Promise<string | undefined> {
  output.write(question);
  const lines = createInterface({ input, output: nowhere(), terminal: true });
  const broken = new AbortController();
  const giveUp = (): void => {
    broken.abort();
  };
  lines.once('SIGINT', giveUp).once('close', giveUp);
  try {
    return await lines.question('', { signal: broken.signal });
  } catch (error) {
    if (broken.signal.aborted) return undefined;
    throw error;
  } finally {
    lines.close();
    output.write('\n');
  }
}

const nowhere = (): Writable =>
  new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
