import { InputError } from '../../../platform/lib/errors.js';

const longest = 64;

// Control, format (direction marks, zero width), lone surrogates, private use, line breaks: two names could look the same.
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;

/** A name as it is kept: NFKC, single spaces inside, none around. Throws InputError at `name`. */
export function toPersonName(given: string): string {
  const name = given.normalize('NFKC').trim().replaceAll(/ +/g, ' ');
  const fault = faultOf(name);
  if (fault === undefined) return name;
  throw new InputError('account', [{ place: 'name', message: fault }]);
}

function faultOf(name: string): string | undefined {
  if (name === '') return 'expected a name';
  if (Array.from(name).length > longest) return `expected at most ${longest} characters`;
  if (unseen.test(name)) return 'expected no line breaks or characters that cannot be seen';
  return undefined;
}

/** What two names that differ in case or width only have in common: nobody else may have it. Never throws. */
export const nameKeyOf = (given: string): string =>
  given
    .normalize('NFKC')
    .trim()
    .replaceAll(/ +/g, ' ')
    // A capital ẞ is SS only by way of ß.
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC');
