import type { Database, DatabaseSession } from '../../../platform/database/index.js';
import { NotFoundError } from '../../../platform/lib/errors.js';
import { assertFuture } from '../../../platform/lib/assert-future.js';
import type { Clock } from '../../../platform/lib/clock.js';
import {
  parseCursor,
  toPage,
  type Page,
  type PageWish,
} from '../../../platform/lib/page-cursor.js';
import { createApiKey } from '../../../platform/security/api-key.js';
import { AccountError } from '../account-error.js';
import { newId } from '../account.js';
import { limitsOf, withoutAbsent, type Limits, type LimitsWish } from '../limits.js';
import { endExpired, listExpiring, type ExpiringKey } from './expiring-keys.js';

export interface KeysDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** Told of hashes that are no longer what they were, once that is committed. */
  readonly onChanged: (...hashes: readonly string[]) => Promise<void>;
}

export interface KeyView {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  /** The first characters of the key. */
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly rotatedAt: Date | null;
  readonly expiresAt: Date | null;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
  /** Until when the key before the last rotation is taken. */
  readonly previousUntil: Date | null;
  readonly limits: Limits;
}

export interface MadeKey {
  readonly view: KeyView;
  /** The key itself; never seen again. */
  readonly key: string;
}

export interface NewKey {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt?: Date | undefined;
  /** As configured where absent. */
  readonly limits?: LimitsWish | undefined;
}

export interface KeyChange {
  readonly name?: string | undefined;
  readonly limits?: LimitsWish | undefined;
}

export interface Rotation {
  /** How long the old key is taken besides the new one; 0 ends it at once. */
  readonly overlapMs: number;
  /** As before when absent. */
  readonly expiresAt?: Date | undefined;
}

export interface Keys {
  create(userId: string, wish: NewKey): Promise<MadeKey>;
  /** Newest first, revoked and expired ones included; of that person, or – undefined – of everybody. */
  list(userId: string | undefined, page: PageWish): Promise<Page<KeyView>>;
  /** Of that person, or – undefined – of whomever. */
  find(userId: string | undefined, id: string): Promise<KeyView | undefined>;
  /** Of that person, or – undefined – of whomever. Throws NotFoundError. */
  change(userId: string | undefined, id: string, change: KeyChange): Promise<KeyView>;
  /** Another key in the place of this one. Throws NotFoundError, AccountError `key-not-active`. */
  rotate(userId: string, id: string, rotation: Rotation): Promise<MadeKey>;
  /** From now on neither it nor the one before it is taken. Safe to repeat. Throws NotFoundError. */
  revoke(userId: string, id: string): Promise<KeyView>;
  /** In use and with an end, of everybody. */
  expiring(): Promise<readonly ExpiringKey[]>;
  /** Revokes those of them that have ended; answers which. Safe to repeat. */
  endExpired(ids: readonly string[], now: Date, tx: DatabaseSession): Promise<readonly string[]>;
}

export function createKeys(deps: KeysDeps): Keys {
  const { db } = deps;
  return {
    create: (userId, wish) => create(deps, userId, wish),
    async list(userId, { limit, cursor }) {
      const before = cursor === undefined ? undefined : parseCursor(cursor);
      const rows = await db.apiKey.findMany({
        where: {
          ...ownedBy(userId),
          ...(before === undefined
            ? {}
            : {
                OR: [
                  { createdAt: { lt: before.at } },
                  { createdAt: before.at, id: { lt: before.id } },
                ],
              }),
        },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: limit + 1,
      });
      return toPage(rows, limit, {
        place: ({ createdAt, id }) => ({ at: createdAt, id }),
        item: toView,
      });
    },
    async find(userId, id) {
      const row = await db.apiKey.findUnique({ where: { id, ...ownedBy(userId) } });
      return row === null ? undefined : toView(row);
    },
    async change(userId, id, { name, limits }) {
      const where = { id, ...ownedBy(userId) };
      await db.apiKey.updateMany({
        where,
        data: {
          ...(name === undefined ? {} : { name: cleanName(name) }),
          ...withoutAbsent(limits),
        },
      });
      const row = await db.apiKey.findUnique({ where });
      if (row === null) throw noSuchKey();
      await deps.onChanged(...hashesOf(row));
      return toView(row);
    },
    expiring: () => listExpiring(db),
    endExpired: (ids, now, tx) => endExpired(tx, ids, now),
    rotate: (userId, id, rotation) => rotate(deps, { userId, id }, rotation),
    revoke: (userId, id) => revoke(deps, { userId, id }),
  };
}

async function create(
  { db, clock }: KeysDeps,
  userId: string,
  { name, scopes, expiresAt, limits }: NewKey,
): Promise<MadeKey> {
  const createdAt = clock.now();
  assertFuture(expiresAt, { subject: 'key', now: createdAt });
  const { key, hash, prefix } = createApiKey();
  const row = await db.apiKey.create({
    data: {
      id: newId('k'),
      userId,
      name: cleanName(name),
      hash,
      prefix,
      scopes: [...new Set(scopes)],
      createdAt,
      expiresAt: expiresAt ?? null,
      ...withoutAbsent(limits),
    },
  });
  return { view: toView(row), key };
}

const ownedBy = (userId: string | undefined) => (userId === undefined ? {} : { userId });

const cleanName = (name: string): string => name.replaceAll('\u0000', '');

interface KeyPlace {
  readonly userId: string;
  readonly id: string;
}

async function rotate(
  { db, clock, onChanged }: KeysDeps,
  { userId, id }: KeyPlace,
  { overlapMs, expiresAt }: Rotation,
): Promise<MadeKey> {
  const now = clock.now();
  assertFuture(expiresAt, { subject: 'key', now });
  const before = await db.apiKey.findUnique({ where: { id, userId } });
  if (before === null) throw noSuchKey();
  if (isOver(before, now)) throw notActive('It is revoked or expired; make a new one.');
  const { key, hash, prefix } = createApiKey();
  const { count } = await db.apiKey.updateMany({
    where: { id, hash: before.hash, revokedAt: null },
    data: {
      hash,
      prefix,
      rotatedAt: now,
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(overlapMs > 0
        ? { previousHash: before.hash, previousUntil: new Date(now.getTime() + overlapMs) }
        : { previousHash: null, previousUntil: null }),
    },
  });
  if (count === 0) throw notActive('It was rotated or revoked at the same moment; look again.');
  await onChanged(...hashesOf(before));
  return { view: toView(await db.apiKey.findUniqueOrThrow({ where: { id } })), key };
}

async function revoke({ db, clock, onChanged }: KeysDeps, { userId, id }: KeyPlace) {
  const before = await db.apiKey.findUnique({ where: { id, userId } });
  if (before === null) throw noSuchKey();
  await db.apiKey.updateMany({
    where: { id, userId, revokedAt: null },
    data: { revokedAt: clock.now(), previousHash: null, previousUntil: null },
  });
  const row = await db.apiKey.findUnique({ where: { id, userId } });
  if (row === null) throw noSuchKey();
  await onChanged(...hashesOf(before), row.hash);
  return toView(row);
}

interface Hashes {
  readonly hash: string;
  readonly previousHash: string | null;
}

const hashesOf = ({ hash, previousHash }: Hashes) =>
  previousHash === null ? [hash] : [hash, previousHash];

interface KeyLife {
  readonly revokedAt: Date | null;
  readonly expiresAt: Date | null;
}

export const isOver = ({ revokedAt, expiresAt }: KeyLife, now: Date): boolean =>
  revokedAt !== null || (expiresAt !== null && expiresAt <= now);

const noSuchKey = () => new NotFoundError('There is no such API key.');

const notActive = (message: string) => new AccountError('key-not-active', message);

/** Without what must not be seen. */
const toView = ({
  id,
  userId,
  name,
  prefix,
  scopes,
  createdAt,
  rotatedAt,
  expiresAt,
  lastUsedAt,
  revokedAt,
  previousUntil,
  ...row
}: Omit<KeyView, 'limits'> & Limits): KeyView => ({
  id,
  userId,
  name,
  prefix,
  scopes,
  createdAt,
  rotatedAt,
  expiresAt,
  lastUsedAt,
  revokedAt,
  previousUntil,
  limits: limitsOf(row),
});
