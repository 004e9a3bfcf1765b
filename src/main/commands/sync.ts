import { renderReport } from '../report.js';
import { syncOnce } from '../sync-once.js';
import { untilAskedToStop } from '../until-asked-to-stop.js';
import { fromEnvironment } from './from-environment.js';

export interface SyncFlags {
  readonly json?: boolean;
  readonly mode: 'normal' | 'full';
}

/** `watchflow sync`: exit code 0 only when the certificate is complete. */
export async function runSync({ json = false, mode }: SyncFlags): Promise<void> {
  const { config, log } = fromEnvironment();
  const { signal } = untilAskedToStop();
  const report = await syncOnce({ config, log, ui: false, mode, signal });
  process.stdout.write(`${json ? JSON.stringify(report) : renderReport(report)}\n`);
  process.exitCode = report.complete && ['success', 'unchanged'].includes(report.status) ? 0 : 1;
}
