import { examine } from '../doctor/examine.js';
import { renderDoctorReport } from '../doctor/render-report.js';

export interface DoctorFlags {
  readonly json?: boolean;
}

const widest = 120;
const graceMs = 1_000;

/** `watchflow doctor`: exit code 0 when no check found a fault. */
export async function runDoctorCommand({ json = false }: DoctorFlags): Promise<void> {
  const report = await examine({ env: process.env });
  const width = Math.min(process.stdout.columns, widest);
  const text = json
    ? JSON.stringify(report)
    : renderDoctorReport(report, Number.isNaN(width) ? undefined : width);
  process.stdout.write(`${text}\n`);
  process.exitCode = report.healthy ? 0 : 1;
  // A check that passed its deadline may hold a socket open for minutes.
  setTimeout(() => process.exit(), graceMs).unref();
}
