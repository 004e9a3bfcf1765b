import { setTimeout as wait } from 'node:timers/promises';

/** A process that is killed and started again, as often as wanted. */
export interface Killable {
  /** SIGKILL; returns when it is gone. */
  kill(): Promise<void>;
  /** After `kill`; returns when it can be used. */
  start(): Promise<void>;
  /** How it ended although nobody killed it. */
  fault(): string | undefined;
  /** An orderly end. */
  stop(): Promise<void>;
}

/** A server as src/runtime starts it: kept running by itself unless stopped. */
interface KeptServer {
  readonly pid: () => number;
  readonly stop: () => Promise<void>;
}

const startWithinMs = 60_000;

/** Killed with its keeper's knowledge, for a keeper waits longer before each restart. */
export async function createKillableServer<S extends KeptServer>(
  start: (previous: S | undefined, onExit: (reason: string) => void) => Promise<S>,
): Promise<Killable & { readonly first: S }> {
  let fault: string | undefined;
  const onExit = (reason: string): void => {
    fault = reason;
  };
  const first = await start(undefined, onExit);
  let server = first;
  return {
    first,
    async kill() {
      process.kill(server.pid(), 'SIGKILL');
      await server.stop();
    },
    async start() {
      const deadline = Date.now() + startWithinMs;
      for (;;) {
        try {
          server = await start(first, onExit);
          return;
        } catch (error) {
          // What the killed one leaves behind (its port, its children) goes within moments.
          if (Date.now() > deadline) throw error;
          await wait(100);
        }
      }
    },
    fault: () => fault,
    stop: () => server.stop(),
  };
}
