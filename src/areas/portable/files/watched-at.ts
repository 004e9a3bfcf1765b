import { offsetReader, type OffsetAt } from '../../../platform/lib/zone-offset.js';

export interface TimeRules {
  /** Of times that name no zone. */
  readonly timeZone: string;
  readonly now: Date;
}

export type WatchedAt = { readonly at: Date | null } | { readonly fault: string };

const form =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;
const earliest = Date.UTC(1900, 0, 1);
/** A clock that is a little ahead is no fault. */
const leeway = 5 * 60_000;
const noon = 12;

/**
 * Reads the time of a play: RFC 3339, or date and time in the zone given along with the file, or a day, taken as its noon.
 * Nothing, `unknown` and the beginning of 1970, by which Trakt means it, are an unknown time.
 */
export function createTimeReader({ timeZone, now }: TimeRules): (text: string) => WatchedAt {
  const offsetAt = offsetReader(timeZone);
  return (text) => {
    if (text === '' || text.toLowerCase() === 'unknown') return { at: null };
    const at = toInstant(text, offsetAt);
    if (at === undefined)
      return {
        fault: `${JSON.stringify(text.slice(0, 40))} is no time: write 2026-11-22T20:15:00Z, 2026-11-22 20:15 or 2026-11-22`,
      };
    if (at === 0) return { at: null };
    if (at > now.getTime() + leeway) return { fault: `${text} lies in the future` };
    if (at < earliest) return { fault: `${text} lies before 1900` };
    return { at: new Date(at) };
  };
}

function toInstant(text: string, offsetAt: OffsetAt): number | undefined {
  const [, year, month, day, hour = noon, minute = 0, second = 0, fraction = '', zone] =
    form.exec(text) ?? [];
  if (year === undefined) return undefined;
  const parts = [year, month, day, hour, minute, second].map(Number);
  const wall = toWall(parts, Number(fraction.padEnd(3, '0').slice(0, 3)));
  if (wall === undefined) return undefined;
  return zone === undefined ? fromWall(wall, offsetAt) : wall - offsetOf(zone);
}

/** The 31st of February is no day and 25 no hour, though JavaScript finds some. */
function toWall(parts: readonly number[], ms: number): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const wall = new Date(Date.UTC(year, month - 1, day, hour, minute, second, ms));
  const found = [wall.getUTCFullYear(), wall.getUTCMonth() + 1, wall.getUTCDate()];
  const time = [wall.getUTCHours(), wall.getUTCMinutes(), wall.getUTCSeconds()];
  return [...found, ...time].every((part, at) => part === parts[at]) ? wall.getTime() : undefined;
}

function offsetOf(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const [hours, minutes] = [zone.slice(1, 3), zone.slice(-2)].map(Number);
  return (zone.startsWith('-') ? -1 : 1) * ((hours ?? 0) * 60 + (minutes ?? 0)) * 60_000;
}

/** Of a time that a clock change leaves out or has twice, one of the two that may be meant. */
function fromWall(wall: number, offsetAt: OffsetAt): number {
  const first = wall - offsetAt(wall);
  return wall - offsetAt(first);
}
