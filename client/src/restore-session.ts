import { RecordsError } from './http/records-error.js';
import type { Session, Task } from './records.js';

export interface RestoredSession {
  readonly session: Session;
  /** Those to take up again, in their order, as they come. Throws RecordsError when the answer breaks off. */
  readonly tasks: AsyncIterable<Task>;
}

type Line =
  | ({ readonly kind: 'session' } & Session)
  | ({ readonly kind: 'task' } & Task)
  | { readonly kind: 'end'; readonly tasks: number };

const brokenOff = (): RecordsError =>
  new RecordsError('unavailable', 'The session broke off on its way; ask for it again.');

/** Session, tasks, end: without the last line, or with another number of tasks, it is not whole. */
export async function readRestored(body: AsyncIterable<Uint8Array>): Promise<RestoredSession> {
  const lines = readLines(body);
  const first = await lines.next();
  if (first.done === true || first.value.kind !== 'session') throw brokenOff();
  return { session: withoutKind(first.value), tasks: readTasks(lines) };
}

async function* readTasks(lines: AsyncGenerator<Line>): AsyncGenerator<Task> {
  let count = 0;
  for await (const line of lines) {
    if (line.kind === 'end' && line.tasks === count) return;
    if (line.kind !== 'task') throw brokenOff();
    count += 1;
    yield withoutKind(line);
  }
  throw brokenOff();
}

const withoutKind = <T extends Line>(line: T): Omit<T, 'kind'> =>
  Object.fromEntries(Object.entries(line).filter(([name]) => name !== 'kind')) as Omit<T, 'kind'>;

async function* readLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const piece of body) {
      const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield toLine(line);
    }
  } catch (cause) {
    if (cause instanceof RecordsError) throw cause;
    throw new RecordsError('unavailable', 'The session broke off on its way; ask for it again.', {
      cause,
    });
  }
}

function toLine(text: string): Line {
  try {
    // As the contract describes it; the generated types know this answer as text alone.
    return JSON.parse(text) as Line;
  } catch (cause) {
    throw new RecordsError('malformed', 'A line of the session is not JSON.', { cause });
  }
}
