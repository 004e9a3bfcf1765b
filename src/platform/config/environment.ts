import { codeOf } from '../lib/code-of.js';
import type { Fault } from '../lib/errors.js';
import { nearest } from '../lib/nearest.js';
import { known } from './known.js';
import type { Given, GivenByName, Known } from './known.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The text of a file; throws what `readFileSync` throws. */
export type ReadText = (path: string) => string;

/** Prefixes that are ours alone: an unknown name behind one is a typing error. `TEMPORAL_` is shared with its SDK and tools. */
const ours = /^(?:WATCHFLOW|TRAKT|BANGUMI|SYNC|STORAGE|FILES|SMTP)_/;

const names = known.map(({ name }) => name);
const fileNames = known
  .filter((one) => one.about.secret === true)
  .map(({ name }) => `${name}_FILE`);

/** An empty variable counts as not set, as in every `.env` file. */
export const textOf = (env: Environment, name: string): string | undefined => {
  const text = env[name]?.trim();
  return text === '' ? undefined : text;
};

export function readEnvironment(
  env: Environment,
  readText: ReadText,
): { readonly given: GivenByName; readonly faults: readonly Fault[] } {
  const given = new Map<string, Given>();
  const faults: Fault[] = unknownNames(env);
  for (const one of known) {
    const found = readOne(one, env, readText);
    if (found === undefined) continue;
    if ('text' in found) given.set(one.name, found);
    else faults.push(found);
  }
  return { given, faults };
}

function readOne(
  { name, about }: Known,
  env: Environment,
  readText: ReadText,
): Given | Fault | undefined {
  const text = textOf(env, name);
  const place = `${name}_FILE`;
  const path = about.secret === true ? textOf(env, place) : undefined;
  if (path === undefined) return text === undefined ? undefined : { text, place: name };
  if (text !== undefined) return { place, message: `is set besides ${name}; unset one of them` };
  return readSecretFile(path, place, readText);
}

/** The path is not shown: a secret set in the wrong variable would stand there. */
function readSecretFile(path: string, place: string, readText: ReadText): Given | Fault {
  try {
    const text = readText(path).trim();
    if (text !== '') return { text, place };
    return { place, message: 'names an empty file; write the secret into it or unset this' };
  } catch (cause) {
    const code = codeOf(cause) ?? 'unreadable';
    return {
      place,
      message: `expected the path of a readable file, got one that is not (${code})`,
    };
  }
}

function unknownNames(env: Environment): Fault[] {
  return Object.keys(env)
    .filter((name) => ours.test(name) && textOf(env, name) !== undefined)
    .filter((name) => !names.includes(name) && !fileNames.includes(name))
    .map((name) => ({ place: name, message: unknownMessage(name) }));
}

function unknownMessage(name: string): string {
  const bare = name.replace(/_FILE$/, '');
  if (bare !== name && names.includes(bare)) {
    return `is not known: only secrets are read from a file; set ${bare} itself`;
  }
  const meant = nearest(name, [...names, ...fileNames]);
  return meant === undefined
    ? 'is not known; remove it, or see .env.example for what there is'
    : `is not known; did you mean ${meant}?`;
}
