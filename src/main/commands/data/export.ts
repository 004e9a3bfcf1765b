import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import {
  createExports,
  exportKinds,
  type ExportFormat,
  type ExportKind,
} from '../../../areas/portable/index.js';
import { createAccounts } from '../../../areas/accounts/index.js';
import { createAudit } from '../../../areas/audit/index.js';
import { systemClock } from '../../../platform/lib/clock.js';
import { InputError } from '../../../platform/lib/errors.js';
import { personOf } from '../accounts/with-accounts.js';
import { fromEnvironment } from '../from-environment.js';
import { withDatabase } from '../with-database.js';

export interface ExportFlags {
  readonly user?: string;
  readonly format: ExportFormat;
  readonly what: ExportKind | 'all';
  readonly output?: string;
}

/** `watchflow export`: to stdout unless a file is named. */
export async function runExport({ user, format, what, output }: ExportFlags): Promise<void> {
  if (format === 'csv' && what === 'all')
    throw new InputError('export', [
      { place: '--what', message: 'a table holds one kind; name it, or take jsonl' },
    ]);
  const { config, log } = fromEnvironment();
  await withDatabase({ config, log }, async (db) => {
    const accounts = createAccounts({ db, clock: systemClock, settings: config.accounts });
    const { id } = await personOf(accounts, user);
    const kinds = what === 'all' ? exportKinds : [what];
    const stream = await createExports({ db, clock: systemClock }).open({
      userId: id,
      format,
      kinds,
    });
    if (output === undefined) await pipeline(stream, process.stdout, { end: false });
    // Nobody else need read it.
    else await pipeline(stream, createWriteStream(output, { mode: 0o600 }));
    await createAudit({ db, clock: systemClock, log }).record({
      actor: { kind: 'cli' },
      action: 'export.made',
      target: { kind: 'user', id },
      outcome: 'done',
      detail: { format, what },
    });
  });
}
