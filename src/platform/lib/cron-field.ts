/** One of the five fields: its range, and the names that stand for numbers. */
export interface CronField {
  readonly label: string;
  readonly min: number;
  /** Greatest number that may be written; Sunday is 0 and 7. */
  readonly max: number;
  /** Greatest value there is. */
  readonly last: number;
  readonly names: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

export const cronFields = {
  minute: { label: 'minute', min: 0, max: 59, last: 59, names: [] },
  hour: { label: 'hour', min: 0, max: 23, last: 23, names: [] },
  dayOfMonth: { label: 'day of month', min: 1, max: 31, last: 31, names: [] },
  month: { label: 'month', min: 1, max: 12, last: 12, names: months },
  dayOfWeek: { label: 'day of week', min: 0, max: 7, last: 6, names: days },
} as const satisfies Record<string, CronField>;

/** The values of one field, ascending, or what is wrong with it. */
export function readCronField(field: CronField, text: string): number[] | string {
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const values = readPart(field, part);
    if (typeof values === 'string') return `${field.label}: ${values}`;
    for (const value of values) found.add(value > field.last ? field.min : value);
  }
  return [...found].sort((left, right) => left - right);
}

/** A text for an error message: short, on one line. */
export const quote = (given: string): string =>
  JSON.stringify(given.length > 60 ? `${given.slice(0, 60)}…` : given);

interface Range {
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly step: number;
}

/** `*`, `a`, `a-b`, each with `/step`. */
function readPart(field: CronField, part: string): number[] | string {
  const range = readRange(field, part);
  if (range === undefined) return `${quote(part)} is not understood, use *, 5, 1-5, */10 or 1,15`;
  const { start, end, step } = range;
  if (start === undefined || end === undefined) {
    return `${quote(part)} is out of range, expected ${field.min} to ${field.max}`;
  }
  if (step === 0) return `${quote(part)} has a step of 0, expected 1 or more`;
  if (end < start) return `${quote(part)} runs backwards, write it as two ranges`;
  return Array.from(
    { length: Math.floor((end - start) / step) + 1 },
    (_, index) => start + index * step,
  );
}

/** `a/step` runs from a to the end, as on Temporal. */
function readRange(field: CronField, part: string): Range | undefined {
  const [, everything, from, to, stepText] =
    /^(?:(\*)|(\w+)(?:-(\w+))?)(?:\/(\d{1,3}))?$/.exec(part) ?? [];
  const step = Number(stepText ?? '1');
  if (everything !== undefined) return { start: field.min, end: field.last, step };
  if (from === undefined) return undefined;
  const start = toValue(field, from);
  if (to !== undefined) return { start, end: toEnd(field, to), step };
  return { start, end: stepText === undefined ? start : Math.max(field.last, start ?? 0), step };
}

function toValue({ min, max, names }: CronField, text: string): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  if (named >= 0) return named + min;
  const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}

/** At the end of a range Sunday is the seventh day: `fri-sun`. */
const toEnd = (field: CronField, text: string) =>
  text.toLowerCase() === 'sun' && field.max > field.last ? field.max : toValue(field, text);

/** The shortest of all, a step, a range and a list. */
export function formatCronField(field: CronField, values: readonly number[]): string {
  if (values.length === field.last - field.min + 1) return '*';
  const step = evenStep(values);
  if (step === undefined) return values.join(',');
  const [first = field.min] = values;
  const last = values.at(-1) ?? first;
  if (step === 1) return `${first}-${last}`;
  return first === field.min && last + step > field.last ? `*/${step}` : values.join(',');
}

/** The distance between neighbours, when there are at least three and it is always the same. */
function evenStep(values: readonly number[]): number | undefined {
  const [first, second] = values;
  if (first === undefined || second === undefined || values.length < 3) return undefined;
  const step = second - first;
  return values.every((value, index) => value === first + index * step) ? step : undefined;
}
