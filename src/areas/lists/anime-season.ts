export const seasonNames = ['winter', 'spring', 'summer', 'fall'] as const;
export type SeasonName = (typeof seasonNames)[number];

/** A quarter of television: winter from January, spring from April, summer from July, fall from October. */
export interface AnimeSeason {
  readonly year: number;
  readonly name: SeasonName;
}

/** Of a day `YYYY-MM-DD`. */
export const seasonOf = (day: string): AnimeSeason => fromCount(countOf(day));

/** So many seasons later, or earlier. */
export const seasonBy = (day: string, steps: number): AnimeSeason =>
  fromCount(countOf(day) + steps);

export const isSameSeason = (one: AnimeSeason, other: AnimeSeason): boolean =>
  one.year === other.year && one.name === other.name;

/** Quarters since the year 0. */
const countOf = (day: string): number =>
  Number(day.slice(0, 4)) * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3);

const fromCount = (count: number): AnimeSeason => ({
  year: Math.floor(count / 4),
  name: seasonNames[count % 4] ?? 'winter',
});
