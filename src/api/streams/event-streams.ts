import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../platform/lib/errors.js';
import type { Logger } from '../../platform/lib/logger.js';
import { Problem } from '../problem.js';
import { serialise } from '../serialise.js';

/** How things stand, as an event. */
export interface Standing {
  /** The same for as long as nothing worth telling has changed. */
  readonly id: string;
  readonly event: string;
  readonly data: object;
  /** Nothing comes after it. */
  readonly isLast: boolean;
}

export interface StreamSettings {
  /** Milliseconds between two looks. Default 1 s. */
  readonly pollMs?: number | undefined;
  /** Milliseconds of silence before a comment is sent, so that proxies keep the connection. Default 15 s. */
  readonly heartbeatMs?: number | undefined;
  /** After so many milliseconds a stream ends, and whoever still listens comes back and is let in anew. Default 15 min. */
  readonly lifeMs?: number | undefined;
  /** Streams a person may have open at this process. Default 6. */
  readonly perPerson?: number | undefined;
}

export interface StreamWish {
  readonly userId: string;
  /** Of the event the listener saw last. */
  readonly lastEventId: string | undefined;
  /** Undefined when it cannot be told at the moment. */
  readonly look: () => Promise<Standing | undefined>;
  readonly log: Logger;
}

export interface EventStreams {
  /** `text/event-stream` that tells each change, until the last one. Throws `too-many-streams`. */
  open(wish: StreamWish): Readable;
  /** Ends those that are open; later ones end at once. */
  endAll(): void;
}

/** Milliseconds a browser waits before it comes back. */
const retryMs = 3000;

/** Server-sent events (WHATWG HTML, server-sent events): whatever may have happened meanwhile, what is sent is how things stand now. */
export function createEventStreams({
  pollMs = 1000,
  heartbeatMs = 15_000,
  lifeMs = 15 * 60_000,
  perPerson = 6,
}: StreamSettings = {}): EventStreams {
  const everything = new AbortController();
  const open = new Map<string, number>();

  const take = (userId: string): void => {
    const streams = open.get(userId) ?? 0;
    if (streams >= perPerson) {
      throw new Problem(
        'too-many-streams',
        `You have ${streams} streams of events open, which is all you may; close one.`,
        { headers: { 'retry-after': String(retryMs / 1000) } },
      );
    }
    open.set(userId, streams + 1);
  };
  const giveBack = (userId: string): void => {
    const left = (open.get(userId) ?? 1) - 1;
    if (left > 0) open.set(userId, left);
    else open.delete(userId);
  };

  return {
    open(wish) {
      take(wish.userId);
      const left = new AbortController();
      const signal = AbortSignal.any([everything.signal, left.signal]);
      const stream = Readable.from(tell(wish, { pollMs, heartbeatMs, lifeMs, signal }));
      // However it ends: told to its end, cut off, or left.
      stream.once('close', () => {
        left.abort();
        giveBack(wish.userId);
      });
      return stream;
    },
    endAll() {
      everything.abort();
    },
  };
}

interface Telling {
  readonly pollMs: number;
  readonly heartbeatMs: number;
  readonly lifeMs: number;
  readonly signal: AbortSignal;
}

async function* tell(
  wish: StreamWish,
  { pollMs, heartbeatMs, lifeMs, signal }: Telling,
): AsyncGenerator<string> {
  yield `retry: ${retryMs}\n\n`;
  const end = performance.now() + lifeMs;
  let seen = wish.lastEventId;
  let spoke = performance.now();
  while (!signal.aborted && performance.now() < end) {
    const standing = await lookSafely(wish);
    const isDue = performance.now() - spoke >= heartbeatMs;
    const text = textOf(standing, seen) ?? (isDue ? ': nothing new\n\n' : undefined);
    if (text !== undefined) {
      yield text;
      spoke = performance.now();
    }
    if (standing?.isLast === true) return;
    seen = standing?.id ?? seen;
    await sleep(pollMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Undefined where nothing has changed, or nothing can be told. */
const textOf = (standing: Standing | undefined, seen: string | undefined): string | undefined =>
  standing === undefined || standing.id === seen ? undefined : toText(standing);

/** A look that fails is made again: the answer has begun, and nothing but silence could tell of it. */
async function lookSafely({ look, log }: StreamWish): Promise<Standing | undefined> {
  try {
    return await look();
  } catch (error) {
    log.warn({ reason: messageOf(error) }, 'a stream could not look');
    return undefined;
  }
}

const toText = ({ id, event, data }: Standing): string =>
  `id: ${id}\nevent: ${event}\ndata: ${serialise(data)}\n\n`;
