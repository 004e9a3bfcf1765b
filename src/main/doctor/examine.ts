import { readConfig, type LoadConfigOptions } from '../../platform/config/load-config.js';
import { systemClock, type Clock } from '../../platform/lib/clock.js';
import { createLogger } from '../../platform/observability/create-logger.js';
import { version } from '../compose/version.js';
import { allChecks } from './all-checks.js';
import { createDoctorContext } from './doctor-context.js';
import { runDoctor, type DoctorReport } from './run-doctor.js';

export interface ExamineOptions extends LoadConfigOptions {
  readonly clock?: Clock | undefined;
  /** This process's unless told otherwise. */
  readonly nodeVersion?: string | undefined;
  readonly deadlineMs?: number | undefined;
}

/** Every check of an installation as its environment describes it. Throws nothing; changes nothing. */
export async function examine({
  clock = systemClock,
  nodeVersion = process.versions.node,
  deadlineMs,
  ...options
}: ExamineOptions): Promise<DoctorReport> {
  const context = createDoctorContext({
    reading: readConfig(options),
    version,
    nodeVersion,
    timeZone: systemTimeZone(),
    clock,
    // The table is the output; a log line of a client would only stand in it.
    log: createLogger({ level: 'silent', format: 'json' }),
  });
  try {
    return await runDoctor({ context, checks: allChecks, deadlineMs });
  } finally {
    context.close();
  }
}

/** With a TZ that is none, it is `undefined` in spite of its type, or `Etc/Unknown`. */
function systemTimeZone(): string | undefined {
  const name: unknown = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return typeof name === 'string' && name !== 'Etc/Unknown' ? name : undefined;
}
