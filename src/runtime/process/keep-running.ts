import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '../../platform/lib/logger.js';
import { messageOf } from '../../platform/lib/errors.js';
import type { Child } from './spawn-child.js';

export interface KeepRunningOptions {
  readonly name: string;
  /** Spawns the child and returns when it answers; throws when it does not come up, or the signal says to give up. */
  readonly start: (giveUp: AbortSignal) => Promise<Child>;
  readonly log: Logger;
  /** Told of every end that nobody asked for, before the restart. */
  readonly onExit?: ((reason: string) => void) | undefined;
}

export interface KeptRunning {
  /** Of the present child; changes with a restart. */
  readonly pid: () => number;
  readonly stop: () => Promise<void>;
}

const firstPause = 200;
const longestPause = 30_000;
/** A child that ran this long is taken for sound: the next pause starts small again. */
const soundAfter = 60_000;

/** Starts a child, and again whenever it ends unasked, with growing pauses. Throws when the first start fails. */
export async function keepRunning(options: KeepRunningOptions): Promise<KeptRunning> {
  const { name, log } = options;
  const stopping = new AbortController();
  // Asked through a call, because the answer changes while we wait.
  const isStopping = (): boolean => stopping.signal.aborted;
  let child = await options.start(stopping.signal);
  const watching = watch();

  async function watch(): Promise<void> {
    let pause = firstPause;
    while (!isStopping()) {
      const since = Date.now();
      const reason = await child.exited;
      if (isStopping()) return;
      log.error(
        { child: name, pid: child.pid, reason },
        'a server ended by itself; starting it again',
      );
      options.onExit?.(reason);
      if (Date.now() - since > soundAfter) pause = firstPause;
      pause = await restart(pause);
    }
  }

  /** Tries until it runs or we are stopping; returns the next pause. */
  async function restart(firstWait: number): Promise<number> {
    let pause = firstWait;
    while (!isStopping()) {
      await wait(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
      pause = Math.min(pause * 2, longestPause);
      if (isStopping()) break;
      try {
        child = await options.start(stopping.signal);
        log.info({ child: name, pid: child.pid }, 'the server runs again');
        return pause;
      } catch (error) {
        if (isStopping()) break;
        log.error({ child: name, reason: messageOf(error) }, 'the server does not start');
      }
    }
    return pause;
  }

  return {
    pid: () => child.pid,
    async stop() {
      stopping.abort();
      await child.stop();
      await watching;
      // A restart may have been on its way when the stop came.
      await child.stop();
    },
  };
}
