import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { messageOf } from '../lib/errors.js';
import type { Logger } from '../lib/logger.js';

/** On it triggers of the database tell `<kind>:<key>` of a row that was changed, once that is committed. */
const channel = 'watchflow_changes';

export interface ChangeListenerOptions {
  readonly url: string;
  readonly log: Logger;
  readonly onChange: (what: string) => void;
  /** Told when it begins to hear, and when it hears again: what changed before was not told. */
  readonly onHearing: () => void;
  /** How often it makes sure that it still hears, in milliseconds. Default 3,000. */
  readonly everyMs?: number | undefined;
}

export interface ChangeListener {
  /** False while changes may pass unheard: a connection is away, or a pooler keeps the news to itself. */
  isHearing(): boolean;
  close(): Promise<void>;
}

const seconds = 1000;
const longestRestMs = 5 * seconds;

/**
 * Hears what the database tells of changed rows, on a connection of its own that comes back by itself. A second one tells
 * it something every few seconds: what it does not hear of that, it would not hear of others.
 */
export function listenForChanges(options: ChangeListenerOptions): ChangeListener {
  const { everyMs = 3 * seconds, log, onHearing } = options;
  const closing = new AbortController();
  let heardAt = -Infinity;
  const isHearing = () => performance.now() - heardAt < 3 * everyMs;
  const onHeard = (): void => {
    const wasHearing = isHearing();
    heardAt = performance.now();
    if (!wasHearing) onHearing();
  };

  const isClosing = () => closing.signal.aborted;
  const state = { wasLost: false, failures: 0 };
  const listen = async (): Promise<void> => {
    while (!isClosing()) {
      try {
        await listenUntilLost({
          ...{ ...options, everyMs, closing: closing.signal },
          onHeard() {
            if (state.wasLost) log.info({}, 'changes made by others are heard again');
            state.wasLost = false;
            state.failures = 0;
            onHeard();
          },
        });
      } catch (error) {
        heardAt = -Infinity;
        if (isClosing()) return;
        if (!state.wasLost)
          log.warn(
            { cause: messageOf(error) },
            'changes made by others are not heard; until they are, nothing is cached',
          );
        state.wasLost = true;
        state.failures += 1;
        await rest(
          Math.min(100 * 2 ** Math.min(state.failures, 10), longestRestMs),
          closing.signal,
        );
      }
    }
  };
  const listening = listen();
  return {
    isHearing,
    async close() {
      closing.abort();
      await listening;
    },
  };
}

interface Listening extends ChangeListenerOptions {
  readonly everyMs: number;
  readonly closing: AbortSignal;
  readonly onHeard: () => void;
}

/** Rejects when a connection is lost or cannot be made, and when it is told to close. */
async function listenUntilLost(options: Listening): Promise<void> {
  const { everyMs, closing, onHeard, onChange } = options;
  const hello = `hello:${randomUUID()}`;
  const lost = new AbortController();
  const [listener, teller] = [connect(options.url, lost), connect(options.url, lost)];
  listener.on('notification', ({ payload = '' }) => {
    if (payload === hello) onHeard();
    else onChange(payload);
  });
  try {
    await Promise.all([listener.connect(), teller.connect()]);
    await listener.query(`LISTEN ${channel}`);
    for (;;) {
      await teller.query('SELECT pg_notify($1, $2)', [channel, hello]);
      await rest(everyMs, AbortSignal.any([closing, lost.signal]));
      closing.throwIfAborted();
      lost.signal.throwIfAborted();
    }
  } finally {
    await Promise.allSettled([listener.end(), teller.end()]);
  }
}

function connect(url: string, lost: AbortController): pg.Client {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'watchflow changes',
    connectionTimeoutMillis: 5 * seconds,
    query_timeout: 5 * seconds,
  });
  client.on('error', (error: unknown) => {
    lost.abort(error);
  });
  client.on('end', () => {
    lost.abort(new Error('the connection was closed'));
  });
  return client;
}

/** Ends early when it is told to. */
const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
