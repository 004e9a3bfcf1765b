import { hash as hashArgon2, verify as verifyArgon2 } from '@node-rs/argon2';
import pLimit from 'p-limit';
import { InputError } from '../../../platform/lib/errors.js';

/** What a hash costs: KiB of memory, passes, lanes. */
export interface PasswordCost {
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

export interface Passwords {
  /** argon2id in PHC form. Throws InputError at `password` for one that may not be chosen. */
  hash(password: string, name: string): Promise<string>;
  /** False when nothing is stored, after the same time. */
  verify(password: string, stored: string | null): Promise<boolean>;
  /** True for a hash made at another cost than today's. */
  isOutdated(stored: string): boolean;
  /** The same hash, whatever may be chosen today. */
  rehash(password: string): Promise<string>;
}

/** OWASP's Password Storage Cheat Sheet for argon2id: 19 MiB, two passes, one lane. */
const recommended: PasswordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Each takes its memory and a thread: a flood of sign-ins waits instead of taking all of either. */
const atOnce = 2;

const [shortest, longest] = [10, 256];

export function createPasswords(cost: PasswordCost = recommended): Passwords {
  const limit = pLimit(atOnce);
  const make = (password: string) => limit(() => hashArgon2(toText(password), cost));
  let decoy: Promise<string> | undefined;
  const { memoryCost, timeCost, parallelism } = cost;
  const parameters = `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`;
  return {
    async hash(password, name) {
      assertAcceptable(password, name);
      return make(password);
    },
    async verify(password, stored) {
      const against = stored ?? (await (decoy ??= make('of nobody')));
      const isRight = await limit(() => verifyArgon2(against, toText(password)));
      return isRight && stored !== null;
    },
    isOutdated: (stored) => !stored.startsWith(parameters),
    rehash: make,
  };
}

/** The same password from every keyboard. */
const toText = (password: string): string => password.normalize('NFKC');

/** Length is what counts; rules about kinds of characters only make people write passwords down. */
function assertAcceptable(password: string, name: string): void {
  const fault = faultOf(toText(password), name);
  if (fault === undefined) return;
  throw new InputError('account', [{ place: 'password', message: fault }]);
}

function faultOf(password: string, name: string): string | undefined {
  const { length } = Array.from(password);
  if (length < shortest) return `expected at least ${shortest} characters`;
  if (length > longest) return `expected at most ${longest} characters`;
  if (new Set(password).size < 4) return 'expected more than the same few characters';
  if (password.toLowerCase() === name.toLowerCase()) return 'expected another than the name';
  return undefined;
}
