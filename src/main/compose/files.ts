import { createFiles, type Files } from '../../areas/files/index.js';
import type { Config } from '../../platform/config/config.js';
import type { Database } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import { createLinkSigner } from '../../platform/security/link-signer.js';
import { loadKeyRing } from '../../platform/security/load-key-ring.js';
import type { Storage } from '../../storage/index.js';

interface FilesParts {
  readonly config: Pick<Config, 'files' | 'keys' | 'dataDir'>;
  readonly db: Database;
  readonly storage: Pick<Storage, 'backendOf'>;
  readonly clock: Clock;
}

/** Files of people, in the backend of their kind. */
export async function composeFiles({ config, db, storage, clock }: FilesParts): Promise<Files> {
  const { ring } = await loadKeyRing({ keys: config.keys.ring, dataDir: config.dataDir });
  const signer = createLinkSigner(ring);
  return createFiles({
    db,
    clock,
    signer,
    backend: storage.backendOf('files'),
    settings: config.files,
  });
}

export interface Reconciling extends Pick<FilesParts, 'storage' | 'clock'> {
  readonly config: Pick<Config, 'files'>;
  readonly files: Pick<Files, 'reconcile'>;
}

/** What was done, in numbers. */
export type StorageReconciled = Awaited<ReturnType<Files['reconcile']>> & {
  readonly cacheSwept: number;
};

/** The job `file-reconcile`: files, then what the cache has let expire or what broke off there. Throws StorageError. */
export async function reconcileStorage(
  { config, files, storage, clock }: Reconciling,
  options: { readonly isDryRun?: boolean } = {},
): Promise<StorageReconciled> {
  const done = await files.reconcile(options);
  if (options.isDryRun === true) return { ...done, cacheSwept: 0 };
  const late = new Date(clock.now().getTime() - config.files.graceMs);
  return { ...done, cacheSwept: await storage.backendOf('cache').sweep(late) };
}
