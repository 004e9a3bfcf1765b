export interface JsonFault {
  /** Characters before the fault. */
  readonly position: number;
  /** Both counted from 1. */
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

/**
 * Where a text stops being JSON; undefined when it never does. V8's own message often names no position, so the
 * longest beginning that could still become JSON is searched for: some twenty parses, only for texts that failed.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  if (parseFault(text) === undefined) return undefined;
  let fine = 0;
  let faulty = text.length + 1;
  while (faulty - fine > 1) {
    const middle = Math.floor((fine + faulty) / 2);
    if (couldBecomeJson(text.slice(0, middle))) fine = middle;
    else faulty = middle;
  }
  const before = text.slice(0, fine).split('\n');
  const reason =
    fine >= text.length ? 'it ends too early' : `unexpected ${JSON.stringify(text.charAt(fine))}`;
  return { position: fine, line: before.length, column: (before.at(-1) ?? '').length + 1, reason };
}

function couldBecomeJson(beginning: string): boolean {
  const fault = parseFault(beginning);
  if (fault === undefined || /end of JSON input|Unterminated string/.test(fault)) return true;
  const [, position] = /at position (\d+)/.exec(fault) ?? [];
  return position !== undefined && Number(position) >= beginning.length;
}

function parseFault(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'not JSON';
  }
}
