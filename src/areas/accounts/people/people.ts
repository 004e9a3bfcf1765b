import type { Database, DatabaseSession } from '../../../platform/database/index.js';
import { codeOf } from '../../../platform/lib/code-of.js';
import { NotFoundError } from '../../../platform/lib/errors.js';
import type { Clock } from '../../../platform/lib/clock.js';
import {
  parseCursor,
  toPage,
  type Page,
  type PageWish,
} from '../../../platform/lib/page-cursor.js';
import { AccountError } from '../account-error.js';
import { newId, toPerson, type Locale, type Person, type Role } from '../account.js';
import { withoutAbsent, type LimitsWish } from '../limits.js';
import { lockAdmins } from './first-person.js';
import type { Passwords } from './passwords.js';
import { nameKeyOf, toPersonName } from './person-name.js';

export interface PeopleDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly passwords: Passwords;
  /** Told of a person who is no longer what they were, once that is committed. */
  readonly onChanged: (id: string) => Promise<void>;
}

export interface NewPerson {
  readonly name: string;
  /** Without one they need a set-up link. */
  readonly password?: string | undefined;
  readonly role: Role;
  readonly locale: Locale;
  /** Of all their keys together; as configured where absent. */
  readonly limits?: LimitsWish | undefined;
}

export interface PersonChange {
  readonly name?: string | undefined;
  readonly password?: string | undefined;
  readonly locale?: Locale | undefined;
  readonly role?: Role | undefined;
  readonly disabled?: boolean | undefined;
  readonly limits?: LimitsWish | undefined;
}

export interface People {
  /** Throws InputError, AccountError `name-taken`. */
  create(person: NewPerson): Promise<Person>;
  /** In the order they came. */
  list(page: PageWish): Promise<Page<Person>>;
  /** Undefined for one that is not there or being deleted. */
  find(id: string): Promise<Person | undefined>;
  findByName(name: string): Promise<Person | undefined>;
  /** Whether an account is disabled or being deleted. */
  readonly isKeptOut: (id: string) => Promise<boolean>;
  /** Ids of those who look after this installation. */
  readonly listAdmins: () => Promise<readonly string[]>;
  /**
   * All or nothing. A new password and being kept out end every session but `keepSession`.
   * Throws InputError, NotFoundError, AccountError `name-taken`, `last-admin`.
   */
  change(id: string, change: PersonChange, keepSession?: string): Promise<Person>;
}

export function createPeople(deps: PeopleDeps): People {
  const { db } = deps;
  return {
    create: (person) => create(deps, person),
    async list({ limit, cursor }) {
      const after = cursor === undefined ? undefined : parseCursor(cursor);
      const rows = await db.user.findMany({
        where: {
          deletedAt: null,
          ...(after === undefined
            ? {}
            : {
                OR: [
                  { createdAt: { gt: after.at } },
                  { createdAt: after.at, id: { gt: after.id } },
                ],
              }),
        },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        take: limit + 1,
      });
      return toPage(rows, limit, {
        place: ({ createdAt, id }) => ({ at: createdAt, id }),
        item: toPerson,
      });
    },
    async find(id) {
      const row = await db.user.findUnique({ where: { id, deletedAt: null } });
      return row === null ? undefined : toPerson(row);
    },
    async findByName(name) {
      const row = await db.user.findUnique({ where: { nameKey: nameKeyOf(name) } });
      return row === null ? undefined : toPerson(row);
    },
    async isKeptOut(id) {
      const out = [{ disabledAt: { not: null } }, { deletedAt: { not: null } }];
      return (await db.user.count({ where: { id, OR: out } })) > 0;
    },
    async listAdmins() {
      const rows = await db.user.findMany({
        where: { role: 'admin', deletedAt: null, disabledAt: null },
        select: { id: true },
      });
      return rows.map(({ id }) => id);
    },
    change: (id, wish, keepSession) => change(deps, { id, wish, keepSession }),
  };
}

async function create(
  { db, clock, passwords }: PeopleDeps,
  { password, role, locale, limits, ...given }: NewPerson,
): Promise<Person> {
  const name = toPersonName(given.name);
  const passwordHash = password === undefined ? null : await passwords.hash(password, name);
  const row = await unlessTaken(
    db.user.create({
      data: {
        id: newId('u'),
        name,
        nameKey: nameKeyOf(name),
        role,
        locale,
        passwordHash,
        createdAt: clock.now(),
        ...withoutAbsent(limits),
      },
    }),
  );
  return toPerson(row);
}

interface Changing {
  readonly id: string;
  readonly wish: PersonChange;
  readonly keepSession: string | undefined;
}

async function change(
  { db, clock, passwords, onChanged }: PeopleDeps,
  { id, wish, keepSession }: Changing,
): Promise<Person> {
  const before = await db.user.findUnique({ where: { id, deletedAt: null } });
  if (before === null) throw new NotFoundError('There is no such account.');
  const name = wish.name === undefined ? before.name : toPersonName(wish.name);
  const passwordHash =
    wish.password === undefined ? undefined : await passwords.hash(wish.password, name);
  const endsSessions = passwordHash !== undefined || wish.disabled === true;
  const changing = db.$transaction(async (tx) => {
    await lockAdmins(tx);
    const row = await tx.user.update({
      where: { id, deletedAt: null },
      data: {
        ...wishedFields(wish),
        ...(passwordHash === undefined ? {} : { passwordHash }),
        ...(wish.disabled === undefined
          ? {}
          : { disabledAt: wish.disabled ? (before.disabledAt ?? clock.now()) : null }),
      },
    });
    if (wish.role === 'member' || wish.disabled === true) await assertAdminLeft(tx);
    if (endsSessions) {
      await tx.session.deleteMany({
        where: { userId: id, ...(keepSession === undefined ? {} : { id: { not: keepSession } }) },
      });
    }
    return row;
  });
  const changed = await unlessTaken(changing);
  await onChanged(id);
  return toPerson(changed);
}

/** Nothing but what is wished for: somebody else may be changing the rest. */
const wishedFields = ({ name, locale, role, limits }: PersonChange) => ({
  ...(name === undefined ? {} : { name: toPersonName(name), nameKey: nameKeyOf(name) }),
  ...(locale === undefined ? {} : { locale }),
  ...(role === undefined ? {} : { role }),
  ...withoutAbsent(limits),
});

/** Throws AccountError `last-admin`, which takes back whatever the transaction did. */
export async function assertAdminLeft(tx: DatabaseSession): Promise<void> {
  const left = await tx.user.count({ where: { role: 'admin', disabledAt: null, deletedAt: null } });
  if (left > 0) return;
  throw new AccountError(
    'last-admin',
    'There would be no administrator left; make another person one first.',
  );
}

/** Prisma's code for a value that must be unique and is not. */
const notUnique = 'P2002';

/** Throws AccountError `name-taken` in place of the database's words. */
export async function unlessTaken<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (codeOf(error) !== notUnique) throw error;
    throw new AccountError('name-taken', 'Somebody else has this name; choose another.');
  }
}
