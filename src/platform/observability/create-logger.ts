import pino from 'pino';
import type { Logger } from '../lib/logger.js';
import { prettyLine } from './pretty-line.js';
import { redact } from './redact.js';
import { redactText } from './redact-text.js';

/** Where lines go, each with its newline. */
export interface LogDestination {
  write(line: string): void;
}

export interface CreateLoggerOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly format: 'json' | 'pretty';
  /** stderr unless told otherwise: stdout belongs to results. */
  readonly destination?: LogDestination | undefined;
  /** Fields of every line. */
  readonly fields?: object | undefined;
  /** Values hidden wherever they turn up (`secretsOf(config)`). */
  readonly secrets?: readonly string[] | undefined;
}

/** The process's log: one line an event, `{level, time, …fields, event}`; everything passes `redact` first. */
export function createLogger({
  level,
  format,
  destination,
  fields,
  secrets,
}: CreateLoggerOptions): Logger {
  const target = destination ?? pino.destination({ dest: 2, sync: true });
  const stream = format === 'json' ? target : toPretty(target);
  const options = {
    level,
    base: null,
    messageKey: 'event',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return wrap({ inner: pino(options, stream), secrets: secrets ?? [], bound: fields ?? {} });
}

const toPretty = (target: LogDestination): LogDestination => ({
  write(line) {
    target.write(prettyLine(line));
  },
});

/** Fields that would stand twice in one line are moved aside. */
const reserved: ReadonlySet<string> = new Set(['level', 'time', 'event']);

interface Wrapped {
  readonly inner: pino.Logger;
  readonly secrets: readonly string[];
  /** Fields of every line; kept here, not in pino, which would write a name twice that a line sets again. */
  readonly bound: object;
}

function wrap({ inner, secrets, bound }: Wrapped): Logger {
  const clean = (fields: object) => {
    const plain = redact({ ...bound, ...named(fields) }, { secrets });
    const entries = Object.entries(typeof plain === 'object' && plain !== null ? plain : {});
    return Object.fromEntries(
      entries.map(([name, item]) => [reserved.has(name) ? `${name}_` : name, item]),
    );
  };
  const at = (level: 'debug' | 'info' | 'warn' | 'error') => (fields: object, event: string) => {
    if (inner.isLevelEnabled(level)) inner[level](clean(fields), redactText(event, secrets));
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => wrap({ inner, secrets, bound: { ...bound, ...named(fields) } }),
  };
}

/** An error given in place of fields stands under `err`. */
const named = (fields: object): object => (fields instanceof Error ? { err: fields } : fields);
