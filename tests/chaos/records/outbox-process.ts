import { fileURLToPath } from 'node:url';
import { runChild, type Child } from '../../support/client/run-child.js';
import { within } from '../within.js';
import { noteInserted, noteVersion, type Acknowledged } from './acknowledged.js';
import { sessionId } from './send-batch.js';

export interface OutboxProcessOptions {
  /** Its folder, the same in each life. */
  readonly dir: string;
  readonly apiUrl: string;
  readonly apiKey: string;
  /** What it says was taken, and was inserted. */
  readonly taken: Acknowledged;
}

/** A service that writes through an outbox, and can be killed. */
export interface OutboxProcess {
  /** SIGKILL; what it has said by then counts. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Lets it deliver everything. Throws when something is left, or it ended otherwise. */
  stop(): Promise<void>;
}

const script = fileURLToPath(new URL('./outbox-writer.mjs', import.meta.url));
const startsWithinMs = 30_000;

export async function startOutboxProcess(options: OutboxProcessOptions): Promise<OutboxProcess> {
  const { dir, apiUrl, apiKey, taken } = options;
  let life = 0;
  let child: Child | undefined;
  const start = async (): Promise<void> => {
    life += 1;
    const name = `o${life}`;
    const started = runChild([script, dir, apiUrl, apiKey, sessionId, name]);
    child = started;
    await within(startsWithinMs, 'a service with an outbox', () => {
      if (started.stderr() !== '') throw new Error(started.stderr());
      return Promise.resolve(started.lines().includes('writing') || undefined);
    });
  };
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<readonly string[]> => {
    const ended = child;
    child = undefined;
    if (ended === undefined) return [];
    ended.kill(signal);
    await ended.ended;
    if (ended.stderr() !== '') throw new Error(ended.stderr());
    for (const line of ended.lines()) note(taken, line);
    return ended.lines();
  };
  await start();
  return {
    async kill() {
      await end('SIGKILL');
    },
    start,
    async stop() {
      const last = (await end('SIGTERM')).at(-1);
      if (last !== undefined && last !== 'left 0')
        throw new Error(`the outbox could not deliver everything: ${last}`);
    },
  };
}

function note(taken: Acknowledged, line: string): void {
  const [what, id = '', word = ''] = line.split(' ');
  if (what === 'taken') noteVersion(taken, id, Number(word));
  if (what === 'verdict' && word === 'inserted') noteInserted(taken, id);
  if (what === 'stopped' || word === 'invalid' || word === 'stale') throw new Error(line);
}
