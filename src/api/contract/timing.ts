import { z } from 'zod';
import { missedPolicies } from '../../areas/history/index.js';
import { isTimeZone } from '../../platform/lib/cron.js';
import { parseInterval } from '../../platform/lib/interval.js';
import { parseTiming, toEvery } from '../../platform/lib/timing.js';

export const cronText = z
  .string()
  .max(200)
  .superRefine((text, context) => {
    const parsed = parseTiming(text, 'UTC');
    const faults = parsed.kind === 'faulty' ? parsed.faults : [];
    for (const { message } of faults) context.addIssue({ code: 'custom', message });
  })
  .describe(
    'Five fields (minute hour day-of-month month day-of-week), in `time_zone`; `@hourly` and the like are taken too, and `@every 45m`.',
  );

export const timeZoneName = z
  .string()
  .max(64)
  .refine(isTimeZone, 'expected an IANA time zone such as UTC or Asia/Shanghai')
  .describe('IANA name of the zone `cron` is read in.');

export const intervalText = z
  .string()
  .max(20)
  .refine(
    (text) => parseInterval(text) !== undefined,
    'expected an interval from 1m to 31d, such as 45m, 6h, 1d or PT45M',
  )
  .describe(
    'Instead of `cron`: `45m`, `6h`, `1d` or ISO 8601 `PT45M`, whatever the clock shows. Where in it you come is yours alone and stays, so that people do not come all at once.',
  );

export const missedPolicy = z
  .enum(missedPolicies)
  .describe(
    'What becomes of a due time that could not be kept: `run-once` as soon as it can be, or `skip`.',
  );

interface TimingWish {
  readonly cron?: string | undefined;
  readonly sync_interval?: string | undefined;
}

/** For a schema of both: never both, or exactly one. */
export const notBoth = {
  check: ({ cron, sync_interval: interval }: TimingWish): boolean =>
    cron === undefined || interval === undefined,
  params: {
    path: ['sync_interval'],
    message: 'send either cron or sync_interval, not both',
    when: ({ value }: { readonly value: unknown }) => typeof value === 'object' && value !== null,
  },
};

/** The wish as one text; undefined when neither was sent. */
export function timingTextOf({ cron, sync_interval: interval }: TimingWish): string | undefined {
  if (interval === undefined) return cron?.trim();
  const minutes = parseInterval(interval);
  return minutes === undefined ? undefined : toEvery(minutes);
}
