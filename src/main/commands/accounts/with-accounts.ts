import { createAccounts, type Accounts, type Person } from '../../../areas/accounts/index.js';
import { createAudit, type AuditAction, type AuditEntry } from '../../../areas/audit/index.js';
import type { Config } from '../../../platform/config/config.js';
import { systemClock } from '../../../platform/lib/clock.js';
import { InputError } from '../../../platform/lib/errors.js';
import type { Logger } from '../../../platform/lib/logger.js';
import { withDatabase } from '../with-database.js';

interface Wish {
  readonly config: Config;
  readonly log: Logger;
  /** Name of the person; the first user unless told otherwise. */
  readonly user: string | undefined;
}

/** Writes down what the command did. */
type Tell = (
  action: AuditAction,
  target: AuditEntry['target'],
  more?: Pick<AuditEntry, 'detail' | 'before' | 'after'>,
) => Promise<void>;

/** Works on one person's account for one command, beside a running watchflow or without one. */
export const withAccounts = <T>(
  { config, log, user }: Wish,
  use: (accounts: Accounts, person: Person, tell: Tell) => Promise<T>,
): Promise<T> =>
  withDatabase({ config, log }, async (db) => {
    const accounts = createAccounts({ db, clock: systemClock, settings: config.accounts });
    const audit = createAudit({ db, clock: systemClock, log });
    const person = await personOf(accounts, user);
    return use(accounts, person, (action, target, { detail, ...more } = {}) =>
      audit.record({
        actor: { kind: 'cli' },
        action,
        target,
        outcome: 'done',
        detail: { of: person.id, ...detail },
        ...more,
      }),
    );
  });

/** The person of that name, or the first user. Throws InputError. */
export async function personOf(accounts: Accounts, name: string | undefined): Promise<Person> {
  if (name === undefined) return accounts.ensureFirstUser();
  const person = await accounts.people.findByName(name);
  if (person !== undefined) return person;
  throw new InputError('accounts', [{ place: '--user', message: 'there is nobody of that name' }]);
}
