import { loadConfig } from '../../src/platform/config/load-config.js';
import type { LoadConfigOptions } from '../../src/platform/config/load-config.js';
import { InputError } from '../../src/platform/lib/errors.js';
import type { Fault } from '../../src/platform/lib/errors.js';

type Files = Readonly<Record<string, string>>;

/** Loads from these variables and files alone. */
export const load = (env: LoadConfigOptions['env'], files: Files = {}) =>
  loadConfig({
    env,
    cwd: '/srv/watchflow',
    readText: (path) => {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error(`no ${path}`), { code: 'ENOENT' });
      return text;
    },
  });

/** The faults, by place; none when it is accepted. */
export function faultsOf(act: () => unknown): Record<string, string> {
  try {
    act();
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    return Object.fromEntries(thrown.faults.map(({ place, message }: Fault) => [place, message]));
  }
  return {};
}

/** 32 bytes in base64. */
export const aKey = Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64');
