import { noCaches, type Caches } from '../../platform/cache/index.js';
import type { Database } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import type { AccountActor, Person } from './account.js';
import { createKeyDoor } from './keys/authenticate-key.js';
import { createKeys, type Keys } from './keys/keys.js';
import { createDeletion, type Deletion } from './people/deletion.js';
import { ensureFirst } from './people/first-person.js';
import { createKnownPeople, type KnownPeople } from './people/known-people.js';
import { createPasswords, type PasswordCost } from './people/passwords.js';
import { createPeople, type People } from './people/people.js';
import { createSetupLinks, type SetupLinks } from './people/setup-links.js';
import { createRepeats, type Repeats } from './repeats.js';
import {
  createSessions,
  type SessionHolder,
  type Sessions,
  type SignInPlace,
} from './sessions/sessions.js';
import { confirmPassword, signIn, type Credentials, type SignedIn } from './sessions/sign-in.js';
import { createThrottle, type ThrottleAllowances } from './sessions/throttle.js';
import { expiredBy, tidy, type Expired, type ExpiredKind } from './tidy.js';

/** Lifetimes in milliseconds. */
export interface AccountsSettings {
  /** Longest pause between two requests of a session. */
  readonly sessionIdleMs: number;
  /** Longest life of a session, however much it is used. */
  readonly sessionLifeMs: number;
  readonly setupLinkMs: number;
  readonly passwordCost?: PasswordCost | undefined;
  readonly throttle?: ThrottleAllowances | undefined;
}

export interface AccountsDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** Nothing is remembered where it is left out. */
  readonly caches?: Caches | undefined;
  readonly settings?: Partial<AccountsSettings> | undefined;
}

/** People, how they get in, and their API keys. Whatever opens a door is stored hashed and seen once. */
export interface Accounts {
  readonly people: People;
  readonly knownPeople: Pick<KnownPeople, 'find'>;
  readonly sessions: Sessions;
  readonly keys: Keys;
  readonly setupLinks: SetupLinks;
  readonly deletion: Deletion;
  readonly repeats: Repeats;
  /** Undefined for an API key that is unknown, expired or revoked, or whose holder is kept out. */
  authenticate(key: string): Promise<AccountActor | undefined>;
  authenticateSession(token: string): Promise<SessionHolder | undefined>;
  /** Throws AccountError `invalid-credentials`, `throttled`. */
  signIn(credentials: Credentials, place: SignInPlace): Promise<SignedIn>;
  /** Throws AccountError `wrong-password`, `throttled`. */
  confirmPassword(
    confirmation: { readonly userId: string; readonly password: string },
    address: string,
  ): Promise<void>;
  /** The one the configured tokens belong to, made when there is nobody. Concurrent starters end with the same. */
  ensureFirstUser(): Promise<Person>;
  /** Removes what has expired: sessions, links, counts of attempts, answers kept for repeats. */
  tidy(): Promise<void>;
  /** What `tidy` removes. */
  expired(now: Date): Readonly<Record<ExpiredKind, Expired>>;
}

const hour = 3600_000;
const day = 24 * hour;

const usual: AccountsSettings = {
  sessionIdleMs: 3 * day,
  sessionLifeMs: 30 * day,
  setupLinkMs: day,
};

export function createAccounts({
  db,
  clock,
  caches = noCaches,
  settings = {},
}: AccountsDeps): Accounts {
  const { sessionIdleMs, sessionLifeMs, setupLinkMs, ...more } = { ...usual, ...settings };
  const passwords = createPasswords(more.passwordCost);
  const throttle = createThrottle(db, more.throttle);
  const sessions = createSessions({ db, clock, idleMs: sessionIdleMs, lifeMs: sessionLifeMs });
  const knownPeople = createKnownPeople(db, caches);
  const onChanged = (id: string) => knownPeople.forget(id);
  const keyDoor = createKeyDoor({ db, clock, caches, knownPeople });
  return {
    people: createPeople({ db, clock, passwords, onChanged }),
    knownPeople,
    sessions,
    keys: createKeys({ db, clock, onChanged: (...hashes) => keyDoor.forget(...hashes) }),
    setupLinks: createSetupLinks({ db, clock, passwords, linkMs: setupLinkMs }),
    deletion: createDeletion({ db, clock, onChanged }),
    repeats: createRepeats({ db, clock }),
    authenticate: (key) => keyDoor.authenticate(key),
    authenticateSession: (token) => sessions.authenticate(token),
    signIn: (credentials, place) =>
      signIn({ db, passwords, throttle, sessions }, credentials, place),
    confirmPassword: (confirmation, address) =>
      confirmPassword({ db, passwords, throttle }, confirmation, address),
    ensureFirstUser: () => ensureFirst(db),
    tidy: () => tidy({ db, clock, idleMs: sessionIdleMs }),
    expired: (now) => expiredBy(now, sessionIdleMs),
  };
}
