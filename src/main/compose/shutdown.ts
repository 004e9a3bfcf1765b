import { messageOf } from '../../platform/lib/errors.js';
import type { Logger } from '../../platform/lib/logger.js';

export interface Shutdown {
  /** Remembers how to end a part; parts end in the reverse order of their start. */
  add(part: string, end: () => Promise<void> | void): void;
  /** Ends every part, whatever the others do. Safe to repeat. */
  run(): Promise<void>;
}

export function createShutdown(log: Logger): Shutdown {
  const parts: { readonly part: string; readonly end: () => Promise<void> | void }[] = [];
  let running: Promise<void> | undefined;

  const endAll = async (): Promise<void> => {
    for (const { part, end } of parts.toReversed()) {
      try {
        await end();
      } catch (error) {
        log.error({ part, reason: messageOf(error) }, 'a part did not end well');
      }
    }
  };
  return {
    add(part, end) {
      parts.push({ part, end });
    },
    run: () => (running ??= endAll()),
  };
}
