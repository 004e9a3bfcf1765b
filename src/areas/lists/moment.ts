import { offsetReader } from '../../platform/lib/zone-offset.js';

/** The person's now. */
export interface Moment {
  readonly now: Date;
  /** IANA name. */
  readonly timeZone: string;
}

/** The calendar day `YYYY-MM-DD` of the person's clock. */
export const localDay = (moment: Moment): string => localIso(moment).slice(0, 10);

/** `YYYY-MM-DDTHH:MM` of the person's clock. */
export function localIso({ now, timeZone }: Moment): string {
  const wall = now.getTime() + offsetReader(timeZone)(now.getTime());
  return new Date(wall).toISOString().slice(0, 16);
}

/** When a calendar day `YYYY-MM-DD` begins on the clock of a zone, in ms since 1970. */
export function startOfDay(day: string, timeZone: string): number {
  const offsetAt = offsetReader(timeZone);
  const inUtc = Date.parse(day);
  return inUtc - offsetAt(inUtc - offsetAt(inUtc));
}

/** The calendar day after `YYYY-MM-DD`. */
export const dayAfter = (day: string): string =>
  new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
