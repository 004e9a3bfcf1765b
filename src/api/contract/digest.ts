import { z } from 'zod';
import { isTimeZone } from '../../platform/lib/cron.js';
import type { Digest } from '../../areas/notifications/index.js';

/** `22:30` as a minute of the day. */
export const clockTime = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'expected a time of the day such as 22:30');

export const zoneOfClock = z
  .string()
  .max(64)
  .refine(isTimeZone, 'expected an IANA time zone such as UTC or Asia/Shanghai');

export function toMinute(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

export const toClockTime = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');

export const digestSchema = z
  .union([
    z.strictObject({ kind: z.literal('immediate') }),
    z.strictObject({ kind: z.literal('hourly') }),
    z.strictObject({ kind: z.literal('daily'), at: clockTime, time_zone: zoneOfClock }),
  ])
  .describe(
    'Of mail: one mail for each notification, or one an hour (at the full hour, UTC) or a day that holds all of them. What is urgent (severity `error`) never waits.',
  )
  .meta({ id: 'NotificationDigest' });
type DigestBody = z.infer<typeof digestSchema>;

export const toDigest = (body: DigestBody): Digest =>
  body.kind === 'daily'
    ? { kind: 'daily', minute: toMinute(body.at), timeZone: body.time_zone }
    : body;

export const toDigestBody = (digest: Digest): DigestBody =>
  digest.kind === 'daily'
    ? { kind: 'daily', at: toClockTime(digest.minute), time_zone: digest.timeZone }
    : digest;
