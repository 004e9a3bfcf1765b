import { InputError } from '../../platform/lib/errors.js';
import { systemClock } from '../../platform/lib/clock.js';
import type { KeyRing } from '../../platform/security/key-ring.js';
import {
  loadKeyRing,
  newKeyRing,
  replaceStoredKeyRing,
} from '../../platform/security/load-key-ring.js';
import { holderOfDataDir } from '../../runtime/index.js';
import { composeAreas } from '../compose/areas.js';
import { fromEnvironment } from './from-environment.js';
import { withDatabase } from './with-database.js';

/**
 * `watchflow rotate-keys`: a new key goes in front of the stored ring, everything sealed is sealed anew with it, then the
 * older keys go. Killed anywhere, the ring still opens everything, and the command can be repeated. A configured ring is
 * the operator's: it is used as it is, newest first.
 */
export async function runRotateKeys(): Promise<void> {
  const settings = fromEnvironment();
  const { keys, dataDir } = settings.config;
  if (keys.ring !== undefined) {
    const { ring } = await loadKeyRing({ keys: keys.ring, dataDir });
    say(await resealAll(settings, ring[0].id), ring[0].id);
    const old = ring.slice(1).map(({ id }) => id);
    if (old.length > 0)
      process.stderr.write(
        `Once every process runs with this ring, take ${old.join(', ')} out of WATCHFLOW_KEYS.\n`,
      );
    return;
  }
  const holder = await holderOfDataDir(dataDir);
  if (holder !== undefined) throw inUse(holder);
  const { ring: before } = await loadKeyRing({ dataDir });
  const [made] = newKeyRing();
  await replaceStoredKeyRing(dataDir, [made, ...before]);
  say(await resealAll(settings, made.id), made.id);
  const after: KeyRing = [made];
  process.stderr.write(`Kept in ${await replaceStoredKeyRing(dataDir, after)}; back it up.\n`);
}

const inUse = (pid: number) =>
  new InputError('rotate-keys', [
    {
      place: 'DATA_DIR',
      message: `watchflow is running (process ${pid}) with the keys it read at its start; stop it first`,
    },
  ]);

const resealAll = (
  { config, log }: ReturnType<typeof fromEnvironment>,
  keyId: string,
): Promise<number> =>
  withDatabase({ config, log }, async (db) => {
    const areas = await composeAreas({ config, db, clock: systemClock, log });
    try {
      const count =
        (await areas.connections.reseal()) + (await areas.notifications.channels.reseal());
      await areas.audit.record({
        actor: { kind: 'cli' },
        action: 'encryption-keys.rotated',
        target: { kind: 'encryption-key', id: keyId },
        outcome: 'done',
        detail: { resealed: count },
      });
      return count;
    } finally {
      areas.close();
    }
  });

const say = (count: number, keyId: string): void => {
  process.stdout.write(`${count} sealed anew with ${keyId}\n`);
};
