import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { storageBackendNames } from '../../../src/platform/config/storage-config.js';

type Name = (typeof storageBackendNames)[number];

const script = fileURLToPath(new URL('../../../scripts/storage-servers.mjs', import.meta.url));

/**
 * The backends the suite is to run on: those TEST_STORAGE_BACKENDS names, of which one that cannot be had fails; else those this machine
 * has a server for, or can get one, and of the others it is said why not.
 */
export const declaredBackends = (text = process.env['TEST_STORAGE_BACKENDS']): readonly Name[] =>
  (text === undefined || text.trim() === '' ? obtainable() : text).split(',').map((given) => {
    const known = storageBackendNames.find((name) => name === given.trim());
    if (known === undefined) throw new Error(`TEST_STORAGE_BACKENDS: there is no backend ${given}`);
    return known;
  });

const obtainable = (): string =>
  execFileSync(process.execPath, [script, '--declare'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
