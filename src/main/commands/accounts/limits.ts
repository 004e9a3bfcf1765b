import { differenceOf } from '../../../platform/lib/difference-of.js';
import {
  mostRequests,
  type Accounts,
  type Limits,
  type Person,
} from '../../../areas/accounts/index.js';
import { InputError } from '../../../platform/lib/errors.js';
import { fromEnvironment } from '../from-environment.js';
import { withAccounts } from './with-accounts.js';

export interface LimitFlags {
  readonly user?: string;
  readonly perMinute?: string;
  readonly perDay?: string;
  readonly perMonth?: string;
}

/** `watchflow users list`: a line each. */
export async function runListUsers(): Promise<void> {
  await withAccounts({ ...fromEnvironment(), user: undefined }, async ({ people }) => {
    for await (const person of everybody(people)) process.stdout.write(`${lineOf(person)}\n`);
  });
}

/** `watchflow users limits`: shows them, and sets those that are named. */
export async function runUserLimits({ user, ...flags }: LimitFlags): Promise<void> {
  const limits = toWish(flags);
  const now = await withAccounts(
    { ...fromEnvironment(), user },
    async ({ people }, person, tell) => {
      if (Object.keys(limits).length === 0) return person;
      const changed = await people.change(person.id, { limits });
      await tell('user.changed', { kind: 'user', id: person.id }, differenceOf(person, changed));
      return changed;
    },
  );
  process.stdout.write(`${lineOf(now)}\n`);
}

async function* everybody(people: Accounts['people']): AsyncGenerator<Person> {
  let cursor: string | undefined;
  do {
    const page = await people.list({ limit: 100, cursor });
    yield* page.items;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

const lineOf = ({ id, role, disabledAt, limits, name }: Person): string =>
  [id, role, disabledAt === null ? 'enabled' : 'disabled', ...allowancesOf(limits), name].join(
    '  ',
  );

const allowancesOf = ({ perMinute, perDay, perMonth }: Limits): string[] => {
  const all = { minute: perMinute, day: perDay, month: perMonth };
  return Object.entries(all).map(([period, limit]) => `${limit ?? 'as configured'}/${period}`);
};

function toWish(flags: Omit<LimitFlags, 'user'>): Partial<Limits> {
  return Object.fromEntries(
    (['perMinute', 'perDay', 'perMonth'] as const).flatMap((name) => {
      const text = flags[name];
      return text === undefined ? [] : [[name, toLimit(name, text)] as const];
    }),
  );
}

function toLimit(name: keyof Limits, text: string): number | null {
  if (text === 'configured') return null;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  const max = mostRequests[name];
  if (value >= 1 && value <= max) return value;
  const place = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const message = `expected a whole number from 1 to ${max}, or the word configured`;
  throw new InputError('users', [{ place, message }]);
}
