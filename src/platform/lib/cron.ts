import { cronFields, formatCronField, quote, readCronField } from './cron-field.js';
import type { Fault } from './errors.js';

/** A five-field cron expression as Temporal's server understands it: clock times of one zone at which all five fields match. */
export interface Cron {
  /** Normalised: numbers only, equal schedules have equal texts. Fit for `cronExpressions`. */
  readonly expression: string;
  /** IANA name as given. */
  readonly timeZone: string;
  readonly fields: CronFields;
}

/** The matching values of each field, ascending; Sunday is 0, January is 1. */
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

const macros: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);

/** Of a leap year. */
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
 * Temporal fires when both match, cron when either does, so somebody would not get what they expect.
 */
export function parseCron(text: string, timeZone: string): ParsedCron {
  const read = readFields(text);
  const wrong = 'wrong' in read ? read.wrong : wrongTogether(read.fields);
  const faults = [
    ...wrong.map((message) => ({ place: 'cron', message })),
    ...(isTimeZone(timeZone) ? [] : [zoneFault(timeZone)]),
  ];
  if ('wrong' in read || faults.length > 0) return { kind: 'faulty', faults };
  const { fields } = read;
  return { kind: 'cron', cron: { expression: toExpression(fields), timeZone, fields } };
}

const zoneFault = (given: string): Fault => ({
  place: 'timeZone',
  message: `expected an IANA time zone such as UTC or Asia/Shanghai, got ${quote(given)}`,
});

type Read = { readonly fields: CronFields } | { readonly wrong: readonly string[] };

function readFields(text: string): Read {
  const trimmed = text.trim();
  if (/^(?:CRON_)?TZ=/i.test(trimmed)) {
    return { wrong: ['the time zone does not belong here, it is set apart'] };
  }
  const expression = macros.get(trimmed.toLowerCase()) ?? trimmed;
  if (expression.startsWith('@')) {
    const choices = [...macros.keys()].join(', ');
    return { wrong: [`${quote(trimmed)} is not known, use one of ${choices} or five fields`] };
  }
  const parts = expression.split(/\s+/);
  if (parts.length !== 5) {
    const wanted = 'five fields (minute hour day-of-month month day-of-week)';
    return { wrong: [`expected ${wanted}, got ${quote(trimmed)}`] };
  }
  return readParts(parts);
}

function readParts([
  minute = '',
  hour = '',
  dayOfMonth = '',
  month = '',
  dayOfWeek = '',
]: readonly string[]): Read {
  const wrong: string[] = [];
  const valuesOf = (values: number[] | string) => {
    if (typeof values !== 'string') return values;
    wrong.push(values);
    return [];
  };
  const fields = {
    minute: valuesOf(readCronField(cronFields.minute, minute)),
    hour: valuesOf(readCronField(cronFields.hour, hour)),
    dayOfMonth: valuesOf(readCronField(cronFields.dayOfMonth, dayOfMonth)),
    month: valuesOf(readCronField(cronFields.month, month)),
    dayOfWeek: valuesOf(readCronField(cronFields.dayOfWeek, dayOfWeek)),
  };
  return wrong.length > 0 ? { wrong } : { fields };
}

function wrongTogether({ dayOfMonth, dayOfWeek, month }: CronFields): string[] {
  if (dayOfMonth.length < 31 && dayOfWeek.length < 7) {
    return ['day of month and day of week cannot be restricted together; use * for one of them'];
  }
  const fires = month.some((value) =>
    dayOfMonth.some((day) => day <= (daysInMonth[value - 1] ?? 0)),
  );
  return fires ? [] : ['never fires: these months have no such day'];
}

const toExpression = (fields: CronFields): string =>
  [
    formatCronField(cronFields.minute, fields.minute),
    formatCronField(cronFields.hour, fields.hour),
    formatCronField(cronFields.dayOfMonth, fields.dayOfMonth),
    formatCronField(cronFields.month, fields.month),
    formatCronField(cronFields.dayOfWeek, fields.dayOfWeek),
  ].join(' ');
