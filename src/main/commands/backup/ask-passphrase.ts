import type { Config } from '../../../platform/config/config.js';
import { InputError } from '../../../platform/lib/errors.js';
import { askHidden } from './ask-hidden.js';

const shortest = 12;

/** The configured passphrase, or what is typed twice. Never an argument: others on the machine see those. */
export async function newPassphrase({ backup }: Pick<Config, 'backup'>): Promise<string> {
  if (backup.passphrase !== undefined) return backup.passphrase;
  const first = await typed('Passphrase of the backup: ');
  if (first.length < shortest) throw refused(`expected at least ${shortest} characters`);
  if ((await typed('Once more: ')) !== first) throw refused('expected the same twice');
  return first;
}

/** The configured passphrase, or what is typed. */
export const knownPassphrase = async ({ backup }: Pick<Config, 'backup'>): Promise<string> =>
  backup.passphrase ?? (await typed('Passphrase of the backup: '));

const refused = (message: string) =>
  new InputError('backup', [{ place: 'BACKUP_PASSPHRASE', message }]);

async function typed(question: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw refused('is to be set, or BACKUP_PASSPHRASE_FILE; on a terminal it is asked for');
  const given = await askHidden(question, { input: process.stdin, output: process.stderr });
  if (given === undefined) throw refused('was not given');
  return given;
}
