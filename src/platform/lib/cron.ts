import type { Fault } from './errors.js';

/** A five-field cron expression as Temporal's server understands it: wall-clock times of one zone, all five fields must match. */
export interface Cron {
  /** Normalised: numbers only, as `*`, steps, ranges and lists; equal schedules have equal texts. Fit for `cronExpressions`. */
  readonly expression: string;
  /** IANA name as given. */
  readonly timeZone: string;
  /** The matching values of each field, ascending; Sunday is 0, January is 1. */
  readonly fields: CronFields;
}

export interface CronFields {
  readonly minute: readonly number[];
  readonly hour: readonly number[];
  readonly dayOfMonth: readonly number[];
  readonly month: readonly number[];
  readonly dayOfWeek: readonly number[];
}

export type ParsedCron =
  | { readonly kind: 'cron'; readonly cron: Cron }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] };

interface FieldSpec {
  readonly name: keyof CronFields;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const specs: readonly FieldSpec[] = [
  { name: 'minute', label: 'minute', min: 0, max: 59, names: [] },
  { name: 'hour', label: 'hour', min: 0, max: 23, names: [] },
  { name: 'dayOfMonth', label: 'day of month', min: 1, max: 31, names: [] },
  { name: 'month', label: 'month', min: 1, max: 12, names: months },
  { name: 'dayOfWeek', label: 'day of week', min: 0, max: 7, names: days },
];

const macros: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);

const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** True for a zone this Node knows by its IANA name; offsets such as `+08:00` are not names. */
export function isTimeZone(name: string): boolean {
  if (!/^[a-z][\w+-]*(?:\/[\w+-]+)*$/i.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * Reads an expression and says everything that is wrong with it; faults stand at `cron` and `timeZone`.
 * Names (`jan`, `mon`) and macros (`@hourly`) are translated. Day-of-month together with day-of-week is refused:
 * Temporal fires when both match, cron when either does, so nobody gets what they expect.
 */
export function parseCron(text: string, timeZone: string): ParsedCron {
  const zoneFaults = isTimeZone(timeZone) ? [] : [zoneFault(timeZone)];
  const read = readFields(text);
  if (Array.isArray(read)) return { kind: 'faulty', faults: [...read.map(atCron), ...zoneFaults] };
  const wrong = wrongTogether(read);
  if (wrong !== undefined || zoneFaults.length > 0) {
    return {
      kind: 'faulty',
      faults: [...(wrong === undefined ? [] : [atCron(wrong)]), ...zoneFaults],
    };
  }
  return { kind: 'cron', cron: { expression: toExpression(read), timeZone, fields: read } };
}

const atCron = (message: string): Fault => ({ place: 'cron', message });

const zoneFault = (given: string): Fault => ({
  place: 'timeZone',
  message: `expected an IANA time zone such as UTC or Asia/Shanghai, got ${quote(given)}`,
});

const quote = (given: string) =>
  JSON.stringify(given.length > 60 ? `${given.slice(0, 60)}…` : given);

/** The fields, or what is wrong with them. */
function readFields(text: string): CronFields | string[] {
  const trimmed = text.trim();
  if (/^(?:CRON_)?TZ=/i.test(trimmed))
    return ['the time zone does not belong here, it is set apart'];
  const parts = (macros.get(trimmed.toLowerCase()) ?? trimmed).split(/\s+/);
  if (parts[0]?.startsWith('@') === true) {
    return [
      `${quote(trimmed)} is not known, use one of ${[...macros.keys()].join(', ')} or five fields`,
    ];
  }
  if (parts.length !== 5 || trimmed === '') {
    return [
      `expected five fields (minute hour day-of-month month day-of-week), got ${quote(trimmed)}`,
    ];
  }
  const values = specs.map((spec, index) => readField(spec, parts[index] ?? ''));
  const faults = values.filter((value) => typeof value === 'string');
  const [minute, hour, dayOfMonth, month, dayOfWeek] = values.filter(
    (value) => typeof value !== 'string',
  );
  if (!minute || !hour || !dayOfMonth || !month || !dayOfWeek) return faults;
  return { minute, hour, dayOfMonth, month, dayOfWeek };
}

/** The values of one field, or what is wrong with it. */
function readField(spec: FieldSpec, text: string): number[] | string {
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const values = readPart(spec, part);
    if (typeof values === 'string') return `${spec.label}: ${values}`;
    for (const value of values) found.add(spec.name === 'dayOfWeek' ? value % 7 : value);
  }
  return [...found].sort((left, right) => left - right);
}

/** One of `*`, `a`, `a-b`, each with `/step`; `a/step` runs from a to the end, as on Temporal. */
function readPart(spec: FieldSpec, part: string): number[] | string {
  const match = /^(\*|\w+)(?:-(\w+))?(?:\/(\d{1,3}))?$/.exec(part);
  const [, from = '', to, stepText] = match ?? [];
  if (match === null || (from === '*' && to !== undefined)) {
    return `${quote(part)} is not understood, use *, 5, 1-5, */10 or 1,15`;
  }
  const step = stepText === undefined ? 1 : Number(stepText);
  const start = from === '*' ? spec.min : toValue(spec, from);
  const end = endOf({ spec, from, to, stepped: stepText !== undefined });
  if (start === undefined || end === undefined || step === 0) {
    return `${quote(part)} is out of range, expected ${spec.min} to ${spec.max}${step === 0 ? ' and a step of at least 1' : ''}`;
  }
  if (end < start) return `${quote(part)} runs backwards, write it as two ranges`;
  return Array.from(
    { length: Math.floor((end - start) / step) + 1 },
    (_, index) => start + index * step,
  );
}

interface RangeEnd {
  readonly spec: FieldSpec;
  readonly from: string;
  readonly to: string | undefined;
  readonly stepped: boolean;
}

function endOf({ spec, from, to, stepped }: RangeEnd): number | undefined {
  // Sunday is both 0 and 7; a span over all days ends on Saturday, else `*/3` would count Sunday twice.
  const last = spec.name === 'dayOfWeek' ? 6 : spec.max;
  if (to !== undefined) return to.toLowerCase() === 'sun' ? 7 : toValue(spec, to);
  return from === '*' || stepped
    ? Math.max(last, toValue(spec, from) ?? last)
    : toValue(spec, from);
}

function toValue({ min, max, names }: FieldSpec, text: string): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  if (named >= 0) return named + min;
  const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}

const sizeOf = ({ min, max, name }: FieldSpec) => (name === 'dayOfWeek' ? 7 : max - min + 1);

function wrongTogether({ dayOfMonth, dayOfWeek, month }: CronFields): string | undefined {
  if (dayOfMonth.length < 31 && dayOfWeek.length < 7) {
    return 'day of month and day of week cannot be restricted together; use one of them and * for the other';
  }
  const fires = month.some((value) =>
    dayOfMonth.some((day) => day <= (daysInMonth[value - 1] ?? 0)),
  );
  return fires ? undefined : 'never fires: no such day in these months';
}

const toExpression = (fields: CronFields) =>
  specs.map((spec) => fieldText(spec, fields[spec.name])).join(' ');

/** The shortest of all, a step, a range and a list. */
function fieldText(spec: FieldSpec, values: readonly number[]): string {
  const [first = spec.min, second] = values;
  const last = values.at(-1) ?? first;
  if (values.length === sizeOf(spec)) return '*';
  if (second === undefined) return String(first);
  const step = second - first;
  const isEven = values.every((value, index) => value === first + index * step);
  const reachesEnd = last + step > spec.min + sizeOf(spec) - 1;
  if (isEven && step > 1 && first === spec.min && reachesEnd && values.length > 2)
    return `*/${step}`;
  return isEven && step === 1 && values.length > 2 ? `${first}-${last}` : values.join(',');
}
