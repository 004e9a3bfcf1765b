import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, messageOf } from '../../../platform/lib/errors.js';
import { loadKeyRing } from '../../../platform/security/load-key-ring.js';
import { fault, ok, skippedFor, warning, type Check, type Finding } from '../check.js';

export const keyRingCheck: Check = {
  name: 'key-ring',
  run: async (context) => {
    const refused = skippedFor(context, 'WATCHFLOW_KEYS', 'DATA_DIR');
    if (refused !== undefined) return refused;
    const { keys, dataDir, database } = context.config;
    const isThere = keys.ring !== undefined || (await exists(join(dataDir, 'keys')));
    // Loading would make a ring where there is none.
    if (isThere) return examine({ keys: keys.ring, dataDir });
    if (database.url !== undefined || (await exists(join(dataDir, 'postgres')))) {
      return warning(
        'there is no key ring, though there may be tokens sealed with one',
        `if watchflow ran here before, restore ${join(dataDir, 'keys')} or set WATCHFLOW_KEYS; otherwise one is made at first start`,
      );
    }
    return ok('made at first start and kept in the data folder; back it up');
  },
};

async function examine(options: Parameters<typeof loadKeyRing>[0]): Promise<Finding> {
  try {
    const { ring, source, file = '', exposed } = await loadKeyRing(options);
    const found = `${ring.length} ${ring.length === 1 ? 'key' : 'keys'}, newest ${ring[0].id}, ${source === 'configured' ? 'from WATCHFLOW_KEYS' : `in ${file}`}`;
    if (!exposed) return ok(found);
    return warning(`${found}, which others on this machine can read`, `chmod 600 ${file}`);
  } catch (thrown) {
    const why =
      thrown instanceof InputError ? (thrown.faults[0]?.message ?? '') : messageOf(thrown);
    return fault(
      `the key ring cannot be used: ${why}`,
      'without it no stored token can be opened: restore the file, or make it readable for this user',
    );
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
