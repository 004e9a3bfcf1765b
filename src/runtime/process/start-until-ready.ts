import { setTimeout as wait } from 'node:timers/promises';
import { logSince, sizeOf } from './log-tail.js';
import { spawnChild, type Child, type ChildSpec } from './spawn-child.js';

/** A server that ended, or did not answer in time, at its start. `logTail`: what it wrote. */
export class ChildStartError extends Error {
  override readonly name = 'ChildStartError';
  constructor(
    message: string,
    readonly logTail: string,
  ) {
    super(logTail === '' ? message : `${message}: ${logTail}`);
  }

  get portTaken(): boolean {
    return /address already in use|EADDRINUSE|can't bind|could not bind/i.test(this.logTail);
  }
}

export interface StartUntilReadyOptions {
  readonly spec: ChildSpec;
  /** Asks the server; `false` = not yet. Throws when waiting is of no use. */
  readonly isReady: () => Promise<boolean>;
  readonly deadlineSeconds: number;
  readonly giveUp?: AbortSignal | undefined;
}

/** Spawns and asks until the server answers; a child that fails is ended before the error is thrown. */
export async function startUntilReady(options: StartUntilReadyOptions): Promise<Child> {
  const { spec } = options;
  const logStart = await sizeOf(spec.logFile);
  const child = await spawnChild(spec);
  try {
    const fault = await faultOfWaiting(child, options);
    if (fault === undefined) return child;
    throw new ChildStartError(`${spec.name} ${fault}`, await logSince(spec.logFile, logStart));
  } catch (error) {
    await child.stop();
    throw error;
  }
}

async function faultOfWaiting(
  child: Child,
  { isReady, deadlineSeconds, giveUp }: StartUntilReadyOptions,
): Promise<string | undefined> {
  let ended: string | undefined;
  const exit = child.exited.then((reason) => (ended = `ended at its start (${reason})`));
  const deadline = Date.now() + deadlineSeconds * 1000;
  while (Date.now() < deadline && giveUp?.aborted !== true) {
    const ready = await Promise.race([isReady(), exit.then(() => false)]);
    if (ended !== undefined) return ended;
    if (ready) return undefined;
    await wait(20);
  }
  if (giveUp?.aborted === true) return 'was told to stop while it started';
  return `did not answer within ${deadlineSeconds} s`;
}
