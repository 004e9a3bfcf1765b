import { storageBackendNames } from '../../../src/platform/config/storage-config.js';

/**
 * The backends the suite is to run on: all, unless TEST_STORAGE_BACKENDS names those for which this machine has a server. One that is
 * named and cannot be had fails; none is left out in silence.
 */
export function declaredBackends(
  text = process.env['TEST_STORAGE_BACKENDS'],
): readonly (typeof storageBackendNames)[number][] {
  if (text === undefined || text.trim() === '') return storageBackendNames;
  return text.split(',').map((given) => {
    const known = storageBackendNames.find((name) => name === given.trim());
    if (known === undefined) throw new Error(`TEST_STORAGE_BACKENDS: there is no backend ${given}`);
    return known;
  });
}
