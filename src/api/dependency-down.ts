import {
  TemporalRefusedError,
  TemporalUnavailableError,
} from '../orchestration/temporal-unavailable-error.js';
import { messageOf } from '../platform/lib/errors.js';
import type { ProblemCode } from './problem-kinds.js';
import { Problem } from './problem.js';

// Prisma: cannot reach, timed out, closed, pool exhausted; Postgres: shutting down, starting up, too many connections.
const databaseCodes = new Set([
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  // Its disk is full; out of memory.
  '53100',
  '53200',
]);
/** Severities by which PostgreSQL lets nobody in, or throws somebody out: it takes no connections, knows no such user, ends a session. */
const endsConnections = new Set<unknown>(['FATAL', 'PANIC']);
const socketCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
]);
// gRPC: deadline exceeded, unavailable.
const grpcCodes = new Set([4, 14]);

const messages: Readonly<Record<string, string>> = {
  'database-unavailable': 'The database does not answer.',
  'temporal-unavailable': 'Temporal does not answer.',
  'dependency-unavailable': 'A service watchflow needs does not answer.',
};

/**
 * The 503 for an error that says the database or Temporal cannot be reached, wherever in its chain of causes it says so;
 * undefined for any other error. `done` tells what has already happened.
 */
export function toUnavailable(thrown: unknown, done = 'Nothing was changed.'): Problem | undefined {
  const code = chainOf(thrown)
    .map(codeOf)
    .find((found) => found !== undefined);
  if (code === undefined) return undefined;
  const detail = `${messages[code] ?? ''} ${done} Try again in a few seconds.`;
  return new Problem(code, detail, { cause: thrown, headers: { 'retry-after': '5' } });
}

function codeOf(error: object): ProblemCode | undefined {
  if (error instanceof TemporalUnavailableError || error instanceof TemporalRefusedError) {
    return 'temporal-unavailable';
  }
  if (letsNobodyIn(error)) return 'database-unavailable';
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'number' && grpcCodes.has(code)) return 'temporal-unavailable';
  if (typeof code !== 'string') return codeOfMessage(messageOf(error));
  if (databaseCodes.has(code)) return 'database-unavailable';
  return socketCodes.has(code) ? 'dependency-unavailable' : undefined;
}

const letsNobodyIn = (error: object): boolean =>
  'severity' in error && endsConnections.has(error.severity);

/** Two that carry no code: pg's own, and Prisma's when its driver adapter cannot connect. */
const codeOfMessage = (message: string): ProblemCode | undefined =>
  /^(?:Connection terminated|timeout exceeded when trying to connect|Can't reach database server)/.test(
    message,
  )
    ? 'database-unavailable'
    : undefined;

/** What Prisma's driver adapter met. */
const ofDriver = (meta: unknown): unknown =>
  typeof meta === 'object' && meta !== null && 'driverAdapterError' in meta
    ? meta.driverAdapterError
    : undefined;

/** The error, its causes and the parts of aggregates, outermost first; bounded, as causes may run in a circle. */
function chainOf(thrown: unknown): object[] {
  const found: object[] = [];
  const waiting: unknown[] = [thrown];
  while (waiting.length > 0 && found.length < 20) {
    const error = waiting.shift();
    if (typeof error !== 'object' || error === null) continue;
    found.push(error);
    if ('cause' in error) waiting.push(error.cause);
    if ('meta' in error) waiting.push(ofDriver(error.meta));
    if (error instanceof AggregateError) for (const part of error.errors) waiting.push(part);
  }
  return found;
}
