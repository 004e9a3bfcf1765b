import type { Logger } from '../../src/platform/lib/logger.js';

export interface LoggedLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: object;
  readonly event: string;
}

/** A log that keeps its lines for a test to look at. */
export function collectLog(
  lines: LoggedLine[] = [],
  bound: object = {},
): { readonly log: Logger; readonly lines: readonly LoggedLine[] } {
  const write = (level: LoggedLine['level']) => (fields: object, event: string) => {
    lines.push({ level, fields: { ...bound, ...fields }, event });
  };
  const log: Logger = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => collectLog(lines, { ...bound, ...fields }).log,
  };
  return { log, lines };
}
