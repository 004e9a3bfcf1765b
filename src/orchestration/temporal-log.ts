import type { LogMetadata } from '@temporalio/common';
import {
  IllegalStateError,
  Runtime,
  type LogLevel,
  type Logger as TemporalLogger,
} from '@temporalio/worker';
import type { Logger } from '../platform/lib/logger.js';

export interface InstallTemporalRuntimeOptions {
  readonly log: Logger;
  /** Where the SDK's own metrics are served, on 127.0.0.1; nowhere when absent. */
  readonly metricsPort?: number | undefined;
}

/**
 * Gives the SDK's native part its one runtime: our log, and no signal handling (main ends workers in its own order).
 * Call before the first connection. A second call in one process keeps the first runtime and answers false.
 */
export function installTemporalRuntime({
  log,
  metricsPort,
}: InstallTemporalRuntimeOptions): boolean {
  try {
    Runtime.install({
      logger: toTemporalLogger(log),
      shutdownSignals: [],
      telemetryOptions: {
        logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} },
        ...(metricsPort === undefined
          ? {}
          : { metrics: { prometheus: { bindAddress: `127.0.0.1:${metricsPort}` } } }),
      },
    });
    return true;
  } catch (thrown) {
    if (thrown instanceof IllegalStateError) return false;
    throw thrown;
  }
}

/** Ends the native part once nothing uses it; otherwise a process that never ran a worker ends seconds late. */
export const shutDownTemporalRuntime = (): Promise<void> => Runtime.instance().shutdown();

/** The SDK's log as lines of ours: fields that any sink can write, and the SDK's sentence as the event. */
export function toTemporalLogger(log: Logger): TemporalLogger {
  const write = (given: LogLevel, message: string, meta: LogMetadata = {}) => {
    const fields = toFields(meta);
    const level = isRoutine(given, message, meta) ? 'DEBUG' : given;
    if (level === 'ERROR') log.error(fields, message);
    else if (level === 'WARN') log.warn(fields, message);
    else if (level === 'INFO') log.info(fields, message);
    else log.debug(fields, message);
  };
  return {
    log: write,
    trace: (message, meta) => {
      write('TRACE', message, meta);
    },
    debug: (message, meta) => {
      write('DEBUG', message, meta);
    },
    info: (message, meta) => {
      write('INFO', message, meta);
    },
    warn: (message, meta) => {
      write('WARN', message, meta);
    },
    error: (message, meta) => {
      write('ERROR', message, meta);
    },
  };
}

/** What a healthy worker says about itself; that queues of activities alone have no workflows is meant so. */
const isRoutine = (level: LogLevel, message: string, { sdkComponent }: LogMetadata): boolean =>
  sdkComponent === 'worker' && (level === 'INFO' || message.startsWith('No workflows registered'));

const deepest = 4;

const toFields = (meta: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(meta).map(([name, value]) => [name, toPlain(value, 1)]));

// Of an error only what cannot hold a request's headers: an error's own further fields stay out of the log.
const toPlainError = ({ name, message, stack, cause }: Error, depth: number): object => ({
  name,
  message,
  stack,
  ...(cause instanceof Error ? { cause: toPlain(cause, depth + 1) } : {}),
});

/** Timestamps come as BigInt, which JSON refuses; errors and nested objects are cut down. */
function toPlain(value: unknown, depth: number): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest) return '[…]';
  if (value instanceof Error) return toPlainError(value, depth);
  if (Array.isArray(value)) return value.map((item) => toPlain(item, depth + 1));
  if (value instanceof Date) return value.toISOString();
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, toPlain(inner, depth + 1)]),
  );
}
