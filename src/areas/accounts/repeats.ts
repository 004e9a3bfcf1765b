import { z } from 'zod';
import type { Database } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';

/** One request under an Idempotency-Key. */
export interface RepeatableRequest {
  readonly userId: string;
  readonly key: string;
  /** Method and pattern. */
  readonly route: string;
  /** Of everything that was asked. */
  readonly fingerprint: string;
}

/** What was answered, without secrets. */
export interface RepeatableAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/**
 * `first`: to be carried out. `answered`: it was. `different`: the key stands for another request. `under-way`: it was begun
 * and has not been answered; by one that died, if that was long ago.
 */
export type Precedent =
  | { readonly kind: 'first' }
  | { readonly kind: 'answered'; readonly answer: RepeatableAnswer }
  | { readonly kind: 'different' }
  | { readonly kind: 'under-way'; readonly since: Date };

export interface Repeats {
  begin(request: RepeatableRequest): Promise<Precedent>;
  finish(request: RepeatableRequest, answer: RepeatableAnswer): Promise<void>;
  /** Nothing was done: the key may be used again. */
  abandon(request: RepeatableRequest): Promise<void>;
}

/** How long an answer is kept. */
export const repeatableMs = 24 * 3600_000;

const headersShape = z.record(z.string(), z.string());

export function createRepeats({
  db,
  clock,
}: {
  readonly db: Database;
  readonly clock: Clock;
}): Repeats {
  return {
    async begin({ userId, key, route, fingerprint }) {
      const now = clock.now();
      const oldest = new Date(now.getTime() - repeatableMs);
      await db.idempotentAnswer.deleteMany({ where: { userId, key, createdAt: { lte: oldest } } });
      const { count } = await db.idempotentAnswer.createMany({
        data: [{ userId, key, route, fingerprint, createdAt: now }],
        skipDuplicates: true,
      });
      if (count === 1) return { kind: 'first' };
      const found = await db.idempotentAnswer.findUnique({
        where: { userId_key: { userId, key } },
      });
      // Abandoned this moment: whoever repeats once more is the first.
      if (found === null) return { kind: 'under-way', since: now };
      if (found.route !== route || found.fingerprint !== fingerprint) return { kind: 'different' };
      if (found.status === null) return { kind: 'under-way', since: found.createdAt };
      return {
        kind: 'answered',
        answer: {
          status: found.status,
          headers: headersShape.parse(found.headers ?? {}),
          body: found.body,
        },
      };
    },
    async finish({ userId, key }, { status, headers, body }) {
      await db.idempotentAnswer.updateMany({
        where: { userId, key },
        data: { status, headers, body: plain(body) },
      });
    },
    async abandon({ userId, key }) {
      await db.idempotentAnswer.deleteMany({ where: { userId, key, status: null } });
    },
  };
}

const json = z.json();

/** As it goes over the wire. */
const plain = (body: unknown) => json.parse(JSON.parse(JSON.stringify(body))) ?? {};
