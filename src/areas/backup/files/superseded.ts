import { madeAtOf } from './backup-name.js';

/** Besides the daily ones: damage is often noticed late. */
const weeks = 4;
const dayMs = 24 * 3_600_000;
/** A Monday. */
const firstMonday = Date.UTC(1970, 0, 5);

interface Made {
  readonly name: string;
  readonly at: number;
}

const dayOf = ({ at }: Made): number => Math.floor(at / dayMs);
const weekOf = ({ at }: Made): number => Math.floor((at - firstMonday) / (7 * dayMs));

/**
 * Which backups need not be kept: all but the newest of each of the `days` latest days that have one, and of each of the four latest
 * weeks before those. Names that we do not give are nobody's business.
 */
export function superseded(names: readonly string[], days: number): string[] {
  const made = names
    .flatMap((name) => {
      const at = madeAtOf(name)?.getTime();
      return at === undefined ? [] : [{ name, at }];
    })
    .sort((left, right) => right.at - left.at);
  const daily = newestOfEach(made, dayOf).slice(0, days);
  const oldest = daily.at(-1);
  const before = made.filter((one) => oldest !== undefined && dayOf(one) < dayOf(oldest));
  const kept = new Set([...daily, ...newestOfEach(before, weekOf).slice(0, weeks)]);
  return made.filter((one) => !kept.has(one)).map(({ name }) => name);
}

/** Newest first. */
const newestOfEach = (made: readonly Made[], spanOf: (one: Made) => number): Made[] =>
  made.filter((one, index) => {
    const before = made[index - 1];
    return before === undefined || spanOf(before) !== spanOf(one);
  });
