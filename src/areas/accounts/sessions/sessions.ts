import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { createToken } from '../../../platform/security/random-token.js';
import { newId, toRole, type AccountActor } from '../account.js';
import { findByToken, noteUse, promoteNext, renew, type SessionRow } from './session-store.js';

export interface SessionsDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** Longest pause between two requests, and longest life, in milliseconds. */
  readonly idleMs: number;
  readonly lifeMs: number;
}

/** Where somebody signed in from. */
export interface SignInPlace {
  readonly address: string;
  readonly userAgent: string;
}

export interface SessionView {
  readonly id: string;
  readonly createdAt: Date;
  /** To the minute. */
  readonly lastSeenAt: Date;
  /** At the latest. */
  readonly expiresAt: Date;
  readonly address: string | null;
  readonly userAgent: string | null;
}

export interface OpenedSession {
  readonly session: SessionView;
  /** For the cookie; never seen again. */
  readonly token: string;
  /** To be sent back with whatever changes something. */
  readonly csrfToken: string;
}

/** Whom a session's token stands for. */
export interface SessionHolder {
  readonly actor: AccountActor;
  readonly csrfToken: string;
  /** A token that is to take the place of the one shown. */
  readonly renewed?: { readonly token: string; readonly expiresAt: Date } | undefined;
}

export interface Sessions {
  open(userId: string, place: SignInPlace): Promise<OpenedSession>;
  /** Undefined for a token that is unknown, expired or ended. One that was replaced long ago ends its session: it was stolen. */
  authenticate(token: string): Promise<SessionHolder | undefined>;
  /** Latest use first. */
  list(userId: string): Promise<readonly SessionView[]>;
  /** False when the person has no such session. */
  end(userId: string, id: string): Promise<boolean>;
  /** How many were ended. */
  endAll(userId: string, but?: string): Promise<number>;
}

export function createSessions(deps: SessionsDeps): Sessions {
  const { db, clock, idleMs } = deps;
  const earliestUse = () => new Date(clock.now().getTime() - idleMs);
  return {
    open: (userId, place) => open(deps, userId, place),
    authenticate: (token) => authenticate(deps, token),
    async list(userId) {
      const rows = await db.session.findMany({
        where: { userId, expiresAt: { gt: clock.now() }, lastSeenAt: { gt: earliestUse() } },
        orderBy: [{ lastSeenAt: 'desc' }, { id: 'asc' }],
      });
      return rows.map(toView);
    },
    async end(userId, id) {
      const { count } = await db.session.deleteMany({ where: { id, userId } });
      return count > 0;
    },
    async endAll(userId, but) {
      const { count } = await db.session.deleteMany({
        where: { userId, ...(but === undefined ? {} : { id: { not: but } }) },
      });
      return count;
    },
  };
}

async function open(
  { db, clock, lifeMs }: SessionsDeps,
  userId: string,
  { address, userAgent }: SignInPlace,
): Promise<OpenedSession> {
  const now = clock.now();
  const { token, hash } = createToken();
  const csrfToken = createToken().token;
  const row = await db.session.create({
    data: {
      id: newId('s'),
      userId,
      hash,
      csrfToken,
      address: withoutNul(address),
      userAgent: withoutNul(userAgent),
      createdAt: now,
      rotatedAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + lifeMs),
    },
  });
  return { session: toView(row), token, csrfToken };
}

const withoutNul = (text: string): string => text.replaceAll('\u0000', '');

async function authenticate(
  { db, clock, idleMs }: SessionsDeps,
  token: string,
): Promise<SessionHolder | undefined> {
  const now = clock.now();
  const found = await findByToken(db, token, now);
  if (found === undefined) return undefined;
  const { row, as } = found;
  if (as === 'spent' || isOver(row, idleMs, now)) {
    await db.session.deleteMany({ where: { id: row.id } });
    return undefined;
  }
  const user = await db.user.findUnique({
    where: { id: row.userId, disabledAt: null, deletedAt: null },
  });
  if (user === null) return undefined;
  if (as === 'next') await promoteNext(db, row, now);
  else await noteUse(db, row, now);
  const renewed = as === 'current' ? await renew(db, row, now) : undefined;
  return {
    actor: {
      userId: user.id,
      role: toRole(user.role),
      scopes: ['*'],
      via: { kind: 'session', sessionId: row.id },
    },
    csrfToken: row.csrfToken,
    renewed: renewed === undefined ? undefined : { token: renewed, expiresAt: row.expiresAt },
  };
}

const isOver = ({ expiresAt, lastSeenAt }: SessionRow, idleMs: number, now: Date): boolean =>
  expiresAt <= now || now.getTime() - lastSeenAt.getTime() >= idleMs;

const toView = (row: SessionRow): SessionView => ({
  id: row.id,
  createdAt: row.createdAt,
  lastSeenAt: row.lastSeenAt,
  expiresAt: row.expiresAt,
  address: row.address,
  userAgent: row.userAgent,
});
