import { createFiles, type FileSettings } from '../../../src/areas/files/index.js';
import type { Database } from '../../../src/platform/database/index.js';
import { createLinkSigner } from '../../../src/platform/security/link-signer.js';
import { newKeyRing } from '../../../src/platform/security/load-key-ring.js';
import type { StorageBackend } from '../../../src/storage/index.js';
import { movableClock } from '../movable-clock.js';

const fileSettings: FileSettings = {
  mostBytes: 20_000_000,
  types: ['text/*', 'image/*', 'video/*', 'application/json', 'application/octet-stream'],
  linkMs: 900_000,
  redirects: false,
  graceMs: 24 * 3_600_000,
};

const ring = newKeyRing();

interface Opening {
  readonly db: Database;
  readonly backend: StorageBackend;
  readonly settings?: Partial<FileSettings> | undefined;
  readonly clock?: ReturnType<typeof movableClock> | undefined;
}

/** Files over a database and a backend, with a clock that can be moved. */
export function openFiles({ db, backend, settings, clock = movableClock() }: Opening) {
  const files = createFiles({
    db,
    backend,
    clock,
    signer: createLinkSigner(ring),
    settings: { ...fileSettings, ...settings },
  });
  return { files, clock };
}
