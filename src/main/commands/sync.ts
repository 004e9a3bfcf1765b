import type { SyncMode } from '../../areas/history/index.js';
import { planOnce, renderPlan } from '../plan-once.js';
import { renderReport } from '../report.js';
import { syncOnce, type SyncOnceOptions } from '../sync-once.js';
import { untilAskedToStop } from '../until-asked-to-stop.js';
import { fromEnvironment } from './from-environment.js';

export interface SyncFlags {
  readonly json?: boolean;
  readonly dryRun?: boolean;
  readonly mode: SyncMode;
}

/** `watchflow sync`: exit code 0 only when the certificate is complete, or the dry run came to its end. */
export async function runSync({ json = false, dryRun = false, mode }: SyncFlags): Promise<void> {
  const { config, log } = fromEnvironment();
  const { signal } = untilAskedToStop();
  const options: SyncOnceOptions = { config, log, ui: false, mode, signal };
  process.exitCode = (await (dryRun ? plan : sync)(options, json)) ? 0 : 1;
}

async function sync(options: SyncOnceOptions, json: boolean): Promise<boolean> {
  const report = await syncOnce(options);
  process.stdout.write(`${json ? JSON.stringify(report) : renderReport(report)}\n`);
  return report.complete && ['success', 'unchanged'].includes(report.status);
}

async function plan(options: SyncOnceOptions, json: boolean): Promise<boolean> {
  const found = await planOnce(options);
  process.stdout.write(`${json ? JSON.stringify(found) : renderPlan(found)}\n`);
  return found.status === 'success';
}
