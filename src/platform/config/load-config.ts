import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { codeOf } from '../lib/code-of.js';
import { InputError } from '../lib/errors.js';
import type { Fault } from '../lib/errors.js';
import { redactText } from '../observability/redact-text.js';
import { defaultOf } from './about.js';
import type { Config, Profile } from './config.js';
import { readEnvironment, textOf } from './environment.js';
import type { Environment, ReadText } from './environment.js';
import { known } from './known.js';
import type { Given, GivenByName, Known } from './known.js';
import { lackingIn } from './lacking.js';
import { noticesOf, unsafeIn } from './safety.js';
import { toConfig } from './to-config.js';
import { variables } from './variables.js';
import type { Values } from './variables.js';
import { readYaml } from './yaml-file.js';

export interface LoadConfigOptions {
  readonly env: Environment;
  /** Before `WATCHFLOW_CONFIG`; must exist when given. */
  readonly configFile?: string | undefined;
  /** Before `WATCHFLOW_PROFILE`. */
  readonly profile?: Profile | undefined;
  /** Where relative paths start; the working directory unless told otherwise. */
  readonly cwd?: string | undefined;
  readonly readText?: ReadText | undefined;
}

interface Sources {
  readonly given: GivenByName;
  readonly faults: readonly Fault[];
}

/** What could be made of the settings. */
export interface ConfigReading {
  /** With the default in place of every setting that is faulty. */
  readonly config: Config;
  readonly faults: readonly Fault[];
  /** The variables whose given value is not in `config`. */
  readonly refused: ReadonlySet<string>;
}

/**
 * The configuration from the environment, before that of the YAML file, before the defaults of the profile.
 * Throws InputError with every fault; places are variable names or pointers into the YAML file. No secret is ever quoted.
 */
export function loadConfig(options: LoadConfigOptions): Config {
  const { config, faults } = readConfig(options);
  if (faults.length > 0) throw new InputError('configuration', faults);
  return config;
}

/** The same for whoever goes on in spite of faults (`watchflow doctor`). Never throws. */
export function readConfig(options: LoadConfigOptions): ConfigReading {
  const { env, cwd = process.cwd() } = options;
  const readText = options.readText ?? ((path) => readFileSync(resolve(cwd, path), 'utf8'));
  const { given, faults: sourceFaults } = readSources(options, readText);
  const { values, faults: valueFaults, refused } = readValues(given, options.profile);
  const faults = [...sourceFaults, ...valueFaults];
  const config = toConfig(values, { env, cwd });
  const placeOf = (name: string) => given.get(name)?.place ?? name;
  // What was given but refused has its own fault already.
  faults.push(...lackingIn(values, placeOf).filter(({ place }) => !refused.includes(place)));
  if (config.profile === 'production') faults.push(...unsafeIn(config, placeOf));
  const unread = sourceFaults.map(({ place }) => place.replace(/_FILE$/, ''));
  return {
    config: { ...config, notices: noticesOf(config, placeOf) },
    faults: withoutRepeats(faults),
    refused: new Set([...refused, ...unread]),
  };
}

/** A place with a fault of its own needs no second one. */
const withoutRepeats = (faults: readonly Fault[]) =>
  faults.filter((fault, index) => faults.findIndex(({ place }) => place === fault.place) === index);

function readSources(
  { env, configFile, cwd, profile }: LoadConfigOptions,
  readText: ReadText,
): Sources {
  const environment = readEnvironment(env, readText);
  const yaml = readFile({ env, configFile, cwd, profile }, readText);
  const given = new Map([...yaml.given, ...environment.given]);
  if (profile !== undefined) given.set('WATCHFLOW_PROFILE', { text: profile, place: 'profile' });
  return { given, faults: [...environment.faults, ...yaml.faults] };
}

function readFile({ env, configFile }: LoadConfigOptions, readText: ReadText): Sources {
  const named = configFile ?? textOf(env, 'WATCHFLOW_CONFIG');
  const file = named ?? 'watchflow.yaml';
  try {
    return readYaml(readText(file), file);
  } catch (cause) {
    const code = codeOf(cause) ?? 'unreadable';
    if (named === undefined && code === 'ENOENT') return { given: new Map(), faults: [] };
    const place = configFile === undefined ? 'WATCHFLOW_CONFIG' : 'configFile';
    return {
      given: new Map(),
      faults: [
        {
          place,
          message: `expected a readable YAML file, got ${file} (${code}); correct the path`,
        },
      ],
    };
  }
}

/** The values; a faulty one is replaced by its default, so that the others can still be judged. */
function readValues(given: GivenByName, override: Profile | undefined) {
  const profileText = override ?? given.get('WATCHFLOW_PROFILE')?.text;
  const profile = variables.shape.WATCHFLOW_PROFILE.safeParse(profileText).data ?? 'development';
  const textsWithout = (left: ReadonlySet<string>) =>
    Object.fromEntries(
      known.map(({ name, about }) => {
        const text = left.has(name) ? undefined : given.get(name)?.text;
        return [name, text === undefined || text === '' ? defaultOf(about, profile) : text];
      }),
    );
  const first = variables.safeParse(textsWithout(new Set()));
  if (first.success) return { values: first.data satisfies Values, faults: [], refused: [] };
  const expected = new Map(
    first.error.issues.map(({ path, message }) => [String(path[0]), message]),
  );
  const values = variables.parse(textsWithout(new Set(expected.keys())));
  const faults = known.flatMap((one) => {
    const wanted = expected.get(one.name);
    const came = given.get(one.name);
    return wanted === undefined || came === undefined
      ? []
      : [toFault({ one, wanted, came, profile })];
  });
  return { values, faults, refused: [...expected.keys()] };
}

interface Refused {
  readonly one: Known;
  readonly wanted: string;
  readonly came: Given;
  readonly profile: Profile;
}

function toFault({ one, wanted, came, profile }: Refused): Fault {
  const shown = one.about.secret === true ? 'something else (not shown)' : quote(came.text);
  const unset = defaultOf(one.about, profile) ?? one.about.absent;
  const advice =
    unset === undefined ? 'correct it or unset it' : `correct it, or unset it for ${unset}`;
  return { place: came.place, message: `expected ${wanted}, got ${shown}; ${advice}` };
}

/** A value that is no secret, yet may hold one by mistake: the credentials of an address, a key set in the wrong variable. */
const quote = (text: string) =>
  JSON.stringify(redactText(text.length > 80 ? `${text.slice(0, 80)}…` : text));
