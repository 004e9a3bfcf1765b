const minutesPerUnit: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1440 };

/** Minutes that divide an hour, hours that divide a day, and a day: what a cron expression can say exactly. */
const isExact = (minutes: number): boolean =>
  minutes >= 1 && (minutes < 60 ? 60 % minutes === 0 : minutes % 60 === 0 && 1440 % minutes === 0);

/**
 * The cron expression that says exactly this interval (`30m`, `6h`, `1d`, or ISO 8601: `PT30M`, `PT6H`, `P1D`), counted
 * from midnight; undefined when there is none, as for 45 minutes.
 */
export function toCronText(interval: string): string | undefined {
  const [, amount, unit] =
    /^(?:P(?=\d+D$)|PT(?=\d+[HM]$))?(\d{1,4})([mhd])$/i.exec(interval.trim()) ?? [];
  const minutes = Number(amount) * (minutesPerUnit[unit?.toLowerCase() ?? ''] ?? Number.NaN);
  if (!isExact(minutes)) return undefined;
  if (minutes < 60) return minutes === 1 ? '* * * * *' : `*/${minutes} * * * *`;
  const hours = minutes / 60;
  return hours === 24 ? '0 0 * * *' : `0 ${hours === 1 ? '*' : `*/${hours}`} * * *`;
}

const intervals = [
  '1m',
  '2m',
  '3m',
  '4m',
  '5m',
  '6m',
  '10m',
  '12m',
  '15m',
  '20m',
  '30m',
  '1h',
  '2h',
  '3h',
  '4h',
  '6h',
  '8h',
  '12h',
  '1d',
];

/** Every interval that can be had, shortest first. */
export const exactIntervals: readonly string[] = intervals;

/** The interval a cron text stands for, if it is one of ours. */
export const toInterval = (cron: string): string | null =>
  intervals.find((interval) => toCronText(interval) === cron) ?? null;
