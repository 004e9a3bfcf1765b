import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { createToken, hashToken } from '../../../platform/security/random-token.js';
import { AccountError } from '../account-error.js';
import { toPerson, type Locale, type Person } from '../account.js';
import type { Passwords } from './passwords.js';
import { nameKeyOf, toPersonName } from './person-name.js';
import { unlessTaken } from './people.js';

export interface SetupLinksDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly passwords: Passwords;
  readonly linkMs: number;
}

export interface SetupLink {
  /** Goes behind `#` in the link; never seen again. */
  readonly token: string;
  readonly expiresAt: Date;
}

export interface SetUp {
  readonly token: string;
  /** The name they have stays when none is given. */
  readonly name?: string | undefined;
  readonly password: string;
  readonly locale?: Locale | undefined;
}

export interface SetupLinks {
  /** One more link for a person; `only` makes those given out before useless. */
  issue(userId: string, only: 'only' | 'also'): Promise<SetupLink>;
  /**
   * Name and password as the holder of a link wishes. Uses up every link of theirs and ends their sessions.
   * Throws InputError, AccountError `setup-link-invalid`, `name-taken`; the link stays good then.
   */
  setUp(wish: SetUp): Promise<Person>;
}

export function createSetupLinks(deps: SetupLinksDeps): SetupLinks {
  const { db, clock, linkMs } = deps;
  return {
    async issue(userId, only) {
      const now = clock.now();
      const { token, hash } = createToken();
      const expiresAt = new Date(now.getTime() + linkMs);
      await db.$transaction(async (tx) => {
        if (only === 'only') await tx.setupLink.deleteMany({ where: { userId } });
        await tx.setupLink.create({ data: { hash, userId, createdAt: now, expiresAt } });
      });
      return { token, expiresAt };
    },
    setUp: (wish) => setUp(deps, wish),
  };
}

async function setUp({ db, clock, passwords }: SetupLinksDeps, wish: SetUp): Promise<Person> {
  const live = { hash: hashToken(wish.token), expiresAt: { gt: clock.now() } };
  const link = await db.setupLink.findFirst({ where: live });
  const user =
    link === null
      ? null
      : await db.user.findUnique({ where: { id: link.userId, deletedAt: null } });
  if (user === null) throw invalid();
  const name = wish.name === undefined ? user.name : toPersonName(wish.name);
  const passwordHash = await passwords.hash(wish.password, name);
  const done = db.$transaction(async (tx) => {
    const { count } = await tx.setupLink.deleteMany({ where: live });
    if (count === 0) throw invalid();
    await tx.setupLink.deleteMany({ where: { userId: user.id } });
    await tx.session.deleteMany({ where: { userId: user.id } });
    return tx.user.update({
      where: { id: user.id, deletedAt: null },
      data: {
        name,
        nameKey: nameKeyOf(name),
        passwordHash,
        ...(wish.locale === undefined ? {} : { locale: wish.locale }),
      },
    });
  });
  return toPerson(await unlessTaken(done));
}

const invalid = () =>
  new AccountError(
    'setup-link-invalid',
    'The link is unknown, expired or has been used; ask for a new one (watchflow setup-link).',
  );
