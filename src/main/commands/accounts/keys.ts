import { changeOfKey, type KeyView, type MadeKey } from '../../../areas/accounts/index.js';
import { allScopes } from '../../../api/scopes.js';
import { InputError, type Fault } from '../../../platform/lib/errors.js';
import { fromEnvironment } from '../from-environment.js';
import { withAccounts } from './with-accounts.js';

export interface KeyFlags {
  readonly user?: string;
}

export interface NewKeyFlags extends KeyFlags {
  readonly name: string;
  readonly scopes: string;
  readonly expiresDays?: string;
}

export interface RotateFlags extends KeyFlags {
  readonly overlapHours: string;
}

const hourMs = 3600_000;

const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** `watchflow keys create`: the key alone on stdout, so that it can be piped. */
export async function runCreateKey({ user, name, scopes, expiresDays }: NewKeyFlags) {
  const wanted = toScopes(scopes);
  const days = expiresDays === undefined ? undefined : toNumber('--expires-days', expiresDays);
  const expiresAt = days === undefined ? undefined : new Date(Date.now() + days * 24 * hourMs);
  const made = await withAccounts(
    { ...fromEnvironment(), user },
    async (accounts, person, tell) => {
      const created = await accounts.keys.create(person.id, { name, scopes: wanted, expiresAt });
      const target = { kind: 'key', id: created.view.id };
      await tell('api-key.created', target, { detail: { scopes: wanted }, after: created.view });
      return created;
    },
  );
  showKey(made);
}

/** `watchflow keys list` */
export async function runListKeys({ user }: KeyFlags): Promise<void> {
  await withAccounts({ ...fromEnvironment(), user }, async ({ keys }, person) => {
    let cursor: string | undefined;
    do {
      const page = await keys.list(person.id, { limit: 100, cursor });
      for (const key of page.items) process.stdout.write(`${lineOf(key)}\n`);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  });
}

/** `watchflow keys rotate <id>` */
export async function runRotateKey(id: string, { user, overlapHours }: RotateFlags) {
  const overlapMs = toNumber('--overlap-hours', overlapHours) * hourMs;
  const made = await withAccounts(
    { ...fromEnvironment(), user },
    async (accounts, person, tell) => {
      const before = await accounts.keys.find(person.id, id);
      const rotated = await accounts.keys.rotate(person.id, id, { overlapMs });
      const change = changeOfKey(before, rotated.view);
      await tell('api-key.rotated', { kind: 'key', id }, change);
      return rotated;
    },
  );
  showKey(made);
}

/** `watchflow keys revoke <id>` */
export async function runRevokeKey(id: string, { user }: KeyFlags): Promise<void> {
  await withAccounts({ ...fromEnvironment(), user }, async (accounts, person, tell) => {
    const before = await accounts.keys.find(person.id, id);
    const revoked = await accounts.keys.revoke(person.id, id);
    await tell('api-key.revoked', { kind: 'key', id }, changeOfKey(before, revoked));
  });
  tell(`${id} is revoked.`);
}

function showKey({ key, view }: MadeKey): void {
  process.stdout.write(`${key}\n`);
  tell(`${lineOf(view)}\nThe key is shown once; keep it.`);
}

const lineOf = (key: KeyView): string =>
  [
    key.id,
    `${key.prefix}…`,
    stateOf(key),
    `[${key.scopes.join(' ')}]`,
    `used ${key.lastUsedAt?.toISOString() ?? 'never'}`,
    key.name,
  ].join('  ');

function stateOf({ revokedAt, expiresAt }: KeyView): string {
  if (revokedAt !== null) return `revoked ${revokedAt.toISOString()}`;
  if (expiresAt === null) return 'no expiry';
  return `${expiresAt <= new Date() ? 'expired' : 'expires'} ${expiresAt.toISOString()}`;
}

function toScopes(text: string): string[] {
  const wanted = text.split(/[\s,]+/).filter((scope) => scope !== '');
  const known: readonly string[] = ['*', ...allScopes];
  const faults: Fault[] = wanted
    .filter((scope) => !known.includes(scope))
    .map((scope) => ({
      place: '--scopes',
      message: `${JSON.stringify(scope)} is not one of ${known.join(', ')}`,
    }));
  if (faults.length > 0 || wanted.length === 0)
    throw new InputError('keys', faults.length > 0 ? faults : [none]);
  return wanted;
}

const none: Fault = { place: '--scopes', message: 'expected at least one' };

function toNumber(place: string, text: string): number {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isNaN(value)) return value;
  throw new InputError('keys', [{ place, message: 'expected a whole number up to 99999' }]);
}
