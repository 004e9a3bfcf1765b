import { secretsOf } from '../../platform/config/secrets.js';
import { messageOf } from '../../platform/lib/errors.js';
import { redactText } from '../../platform/observability/redact-text.js';
import { fault, type Check, type CheckStatus, type Finding } from './check.js';
import type { DoctorContext } from './doctor-context.js';

export interface CheckResult extends Finding {
  readonly name: string;
  readonly ms: number;
}

export interface DoctorReport {
  readonly version: string;
  /** No check found a fault. */
  readonly healthy: boolean;
  readonly counts: Readonly<Record<CheckStatus, number>>;
  readonly checks: readonly CheckResult[];
}

export interface RunDoctorOptions {
  readonly context: DoctorContext;
  readonly checks: readonly Check[];
  /** For each check; 20 s when absent. */
  readonly deadlineMs?: number | undefined;
}

/** All checks at once, each for itself: one that throws or hangs is a fault of its own. Secrets are cut out of every text. */
export async function runDoctor({
  context,
  checks,
  deadlineMs = 20_000,
}: RunDoctorOptions): Promise<DoctorReport> {
  const hide = hiderOf(context);
  const results = await Promise.all(
    checks.map(async (check): Promise<CheckResult> => {
      const started = performance.now();
      const { status, found, advice } = await before(deadlineMs, runSafely(check, context));
      return {
        name: check.name,
        status,
        found: hide(found),
        ...(advice === undefined ? {} : { advice: hide(advice) }),
        ms: Math.round(performance.now() - started),
      };
    }),
  );
  const count = (status: CheckStatus) => results.filter((one) => one.status === status).length;
  return {
    version: context.version,
    healthy: count('fault') === 0,
    counts: {
      ok: count('ok'),
      warning: count('warning'),
      fault: count('fault'),
      skipped: count('skipped'),
    },
    checks: results,
  };
}

async function runSafely(check: Check, context: DoctorContext): Promise<Finding> {
  try {
    return await check.run(context);
  } catch (thrown) {
    return fault(`could not be checked: ${messageOf(thrown)}`, 'set that right and run it again');
  }
}

async function before(deadlineMs: number, work: Promise<Finding>): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => {
      resolve(
        fault(
          `no result within ${deadlineMs / 1_000} s`,
          'something on the way swallows requests: check address and firewall',
        ),
      );
    }, deadlineMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Longest first: one secret may begin with another. The client id is no secret, yet nobody's business. */
function hiderOf({ config }: DoctorContext): (text: string) => string {
  const secrets = [...secretsOf(config), config.trakt.clientId, config.bangumi.clientId]
    .filter((secret) => secret !== undefined)
    .filter((secret) => secret.length >= 6)
    .sort((left, right) => right.length - left.length);
  return (text) => redactText(text, secrets);
}
