import { InputError } from '../../../platform/lib/errors.js';
import { setupAddress } from '../../setup-address.js';
import { fromEnvironment } from '../from-environment.js';
import { withAccounts } from './with-accounts.js';

export interface SetupLinkFlags {
  readonly user?: string;
}

/** `watchflow setup-link`: for the first user until they are set up, or for anybody by name (a forgotten password). */
export async function runSetupLink({ user }: SetupLinkFlags): Promise<void> {
  const settings = fromEnvironment();
  const { host, port, publicUrl = `http://${host}:${port}` } = settings.config.http;
  const issued = await withAccounts({ ...settings, user }, async (accounts, person, tell) => {
    if (user === undefined && person.isSetUp) throw alreadySetUp(person.name);
    const link = await accounts.setupLinks.issue(person.id, 'only');
    await tell('user.setup-link-made', { kind: 'user', id: person.id });
    return link;
  });
  const { token, expiresAt } = issued;
  process.stdout.write(`${setupAddress(publicUrl, token)}\n`);
  process.stderr.write(
    `Works once, until ${expiresAt.toISOString()}; earlier links of this account no longer do.\n`,
  );
}

const alreadySetUp = (name: string) =>
  new InputError('accounts', [
    {
      place: '--user',
      message: `${name} is set up already; name the account (--user ${name}) to choose a new password for it`,
    },
  ]);
