import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Database, DatabaseSession } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import type { SecretBox } from '../../../platform/security/secret-box.js';
import type { UpstreamService } from '../../../upstream/http/index.js';
import type { Account, Tokens } from '../connection.js';
import {
  stateMinutes,
  type AttemptFault,
  type AttemptStatus,
  type AttemptView,
  type Beginner,
} from './attempt.js';
import { toView } from './attempt-view.js';
import { createSealedAttempt } from './sealed-attempt.js';

export interface AttemptStoreDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly clock: Clock;
}

export type AttemptStore = ReturnType<typeof createAttemptStore>;
export type StoredAttempt = NonNullable<Awaited<ReturnType<ReturnType<typeof reads>['find']>>>;

const reads = (db: Database) => ({
  find: (userId: string, id: string) => db.connectionAttempt.findFirst({ where: { id, userId } }),

  findById: (id: string) => db.connectionAttempt.findUnique({ where: { id } }),

  findByState: (state: string) =>
    db.connectionAttempt.findUnique({ where: { stateHash: hashOf(state) } }),
});

interface NewAttempt extends Beginner {
  readonly service: UpstreamService;
  /** The PKCE verifier or the device code. */
  readonly secret?: string | undefined;
}

export interface NewCodeAttempt extends NewAttempt {
  readonly redirectUri: string;
  readonly returnTo?: string | undefined;
}

export interface NewDeviceAttempt extends NewAttempt {
  readonly userCode: string;
  readonly verificationUrl: string;
  readonly pollInterval: number;
  readonly expiresAt: Date;
}

interface FlowColumns {
  readonly kind: AttemptView['kind'];
  readonly expiresAt: Date;
  readonly stateHash?: string;
  readonly redirectUri?: string;
  readonly returnTo?: string | null;
  readonly userCode?: string;
  readonly verificationUrl?: string;
  readonly pollInterval?: number;
}

/** Somebody who keeps clicking leaves no more than so many open at once. */
const openAtOnce = 20;

/** The table `connection_attempts`; what is secret goes in sealed to its row. */
export function createAttemptStore(deps: AttemptStoreDeps) {
  const { db, clock } = deps;
  const sealed = createSealedAttempt(deps.secrets);
  return {
    ...reads(db),
    ...beginnings(deps),

    openSecret: sealed.openSecret,
    openTokens: sealed.openTokens,

    /** False when it was not at `from` any more: of two at once one goes on. */
    async move(id: string, step: Step, session: DatabaseSession = db): Promise<boolean> {
      const { from, to, account, tokens, reason } = step;
      const isOver = to !== 'exchanging' && to !== 'other-account';
      const { count } = await session.connectionAttempt.updateMany({
        where: { id, status: toColumn(from) },
        data: {
          status: toColumn(to),
          reason: reason ?? null,
          ...(account === undefined ? {} : { accountKey: account.key, accountName: account.name }),
          grant: sealed.sealTokens(id, tokens),
          ...(isOver ? { secret: null, finishedAt: clock.now() } : {}),
        },
      });
      return count > 0;
    },

    async setPollInterval(id: string, pollInterval: number): Promise<void> {
      await db.connectionAttempt.update({ where: { id }, data: { pollInterval } });
    },

    toView: (row: StoredAttempt): AttemptView => toView(row, clock.now()),
  };
}

const beginnings = (deps: AttemptStoreDeps) => ({
  async beginCode({ redirectUri, returnTo, ...attempt }: NewCodeAttempt) {
    const state = randomBytes(32).toString('base64url');
    const expiresAt = new Date(deps.clock.now().getTime() + stateMinutes * 60_000);
    const flow = { kind: 'code', stateHash: hashOf(state), redirectUri, expiresAt } as const;
    const id = await insert(deps, attempt, { ...flow, returnTo: returnTo ?? null });
    return { id, state, expiresAt };
  },

  beginDevice({ userId, service, via, secret, ...flow }: NewDeviceAttempt): Promise<string> {
    return insert(deps, { userId, service, via, secret }, { kind: 'device', ...flow });
  },
});

async function insert(
  { db, secrets, clock }: AttemptStoreDeps,
  { secret, ...attempt }: NewAttempt,
  flow: FlowColumns,
): Promise<string> {
  const id = randomUUID();
  const now = clock.now();
  const sealed = createSealedAttempt(secrets).sealSecret(id, secret);
  await db.connectionAttempt.create({
    data: { id, ...attempt, ...flow, secret: sealed, createdAt: now },
  });
  await cancelOldest(db, { userId: attempt.userId, now });
  return id;
}

interface Step {
  readonly from: AttemptStatus;
  readonly to: AttemptStatus;
  readonly account?: Account | undefined;
  readonly tokens?: Tokens | undefined;
  readonly reason?: AttemptFault | undefined;
}

const toColumn = (status: AttemptStatus): string => status.replaceAll('-', '_');

const hashOf = (state: string): string => createHash('sha256').update(state).digest('hex');

async function cancelOldest(
  db: Database,
  { userId, now }: { readonly userId: string; readonly now: Date },
): Promise<void> {
  const open = await db.connectionAttempt.findMany({
    where: { userId, status: 'pending' },
    orderBy: { createdAt: 'desc' },
    skip: openAtOnce,
    select: { id: true },
  });
  await db.connectionAttempt.updateMany({
    where: { id: { in: open.map(({ id }) => id) }, status: 'pending' },
    data: { status: 'cancelled', secret: null, finishedAt: now },
  });
}
