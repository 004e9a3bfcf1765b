import { createAudit } from '../../areas/audit/index.js';
import type { Files } from '../../areas/files/index.js';
import { systemClock as clock } from '../../platform/lib/clock.js';
import { openStorage } from '../../storage/index.js';
import { composeFiles, reconcileStorage, type Reconciling } from '../compose/files.js';
import { fromEnvironment } from './from-environment.js';
import { connected, withDatabaseUrl } from './with-database.js';

export interface FilesFlags {
  readonly json?: boolean;
}

export interface ReconcileFlags extends FilesFlags {
  readonly dryRun?: boolean;
}

/** `watchflow files reconcile` */
export const runReconcileFiles = ({
  json = false,
  dryRun = false,
}: ReconcileFlags): Promise<void> =>
  withFiles(async ({ record, ...opened }) => {
    const done = await reconcileStorage(opened, { isDryRun: dryRun });
    await record({ ...done, dryRun });
    if (json) say(JSON.stringify(done));
    else for (const [what, count] of Object.entries(done)) say(`${what}: ${String(count)}`);
  });

const atOnce = 500;

/** `watchflow files orphans` */
export const runListOrphans = ({ json = false }: FilesFlags): Promise<void> =>
  withFiles(async ({ files }) => {
    let after = '';
    for (;;) {
      const found = await files.orphans(atOnce, after);
      for (const one of found)
        say(json ? JSON.stringify(one) : `${one.key}  ${one.size}  ${one.writtenAt.toISOString()}`);
      after = found.at(-1)?.key ?? '';
      if (found.length < atOnce) return;
    }
  });

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

interface Opened extends Reconciling {
  readonly files: Files;
  readonly record: (detail: object) => Promise<void>;
}

async function withFiles(use: (opened: Opened) => Promise<void>): Promise<void> {
  const { config, log } = fromEnvironment();
  await withDatabaseUrl({ config, log }, (url) =>
    connected(url, log, async (db) => {
      const storage = await openStorage({ config: config.storage, databaseUrl: url, log });
      try {
        const files = await composeFiles({ config, db, storage, clock });
        const audit = createAudit({ db, clock, log });
        const record = (detail: object) => audit.record({ ...entry, detail });
        await use({ config, files, storage, clock, record });
      } finally {
        await storage.close();
      }
    }),
  );
}

const entry = {
  actor: { kind: 'cli' },
  action: 'files.reconcile-requested',
  target: { kind: 'job', id: 'file-reconcile' },
  outcome: 'done',
} as const;
