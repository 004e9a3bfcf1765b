import { createLogger } from '../../platform/observability/create-logger.js';
import { readCaseFile } from '../match/case-file.js';
import { renderMatchReport } from '../match/render-match-report.js';
import { runCases } from '../match/run-cases.js';

export interface MatchFlags {
  readonly cases: string;
  readonly idMap: 'packaged' | 'pool';
  readonly json?: boolean;
  readonly alternates?: boolean;
}

/** `watchflow match`: exit code 0 when nothing is wrong; what is parked waits for a person and is no fault. */
export async function runMatch({
  cases,
  idMap,
  json = false,
  alternates = false,
}: MatchFlags): Promise<void> {
  const file = await readCaseFile(cases);
  const log = createLogger({ level: 'warn', format: 'pretty' });
  const report = await runCases({ file, idMap, alternates, log });
  process.stdout.write(`${json ? JSON.stringify(report) : renderMatchReport(report)}\n`);
  process.exitCode = report.wrong === 0 ? 0 : 1;
}
