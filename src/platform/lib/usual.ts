/** Before so many runs nothing is usual. */
const enoughRuns = 5;
const tooManyTimes = 3;

/** Whether something took far longer than half of `runs` like it took at most. */
export const isFarAboveUsual = (took: number, usual: number, runs: number): boolean =>
  runs >= enoughRuns && took > usual * tooManyTimes;
