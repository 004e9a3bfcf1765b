import {
  agreesOnDay,
  dayInJapan,
  dayOfDate,
  type EpisodeRow,
  type MediaItem,
} from '../../matching/index.js';

/**
 * By how much Trakt's numbers have to be moved to be the subject's: as matching read single episodes, else as most dates say,
 * else not at all where the numbers are there. Null when nothing speaks for any.
 */
export function suggestOffset(
  items: readonly MediaItem[],
  rows: readonly EpisodeRow[],
  readings: ReadonlyMap<number, number>,
): number | null {
  const main = rows.filter(({ type }) => type === 0);
  const byReading = items.flatMap((item) => {
    const row = main.find(({ id }) => id === readings.get(item.traktId));
    return row === undefined ? [] : [row.ep - numberOf(item)];
  });
  const byDate = items.flatMap((item) => {
    const day = dayOf(item);
    const near = main.filter((row) => agreesOnDay(row, day));
    return near.length === 1 && near[0] !== undefined ? [near[0].ep - numberOf(item)] : [];
  });
  const offset = mostCommon(byReading) ?? mostCommon(byDate);
  if (offset !== null) return offset;
  return items.some((item) => main.some(({ ep }) => ep === numberOf(item))) ? 0 : null;
}

/** The row each item would become. */
export const sideBySide = (
  items: readonly MediaItem[],
  rows: readonly EpisodeRow[],
  offset: number | null,
) =>
  items.map((item) => ({
    traktId: item.traktId,
    number: item.kind === 'episode' ? item.number : null,
    row:
      offset === null
        ? null
        : (rows.find(({ type, ep }) => type === 0 && ep === numberOf(item) + offset) ?? null),
  }));

/** Trakt's; a film is number 1. */
export const numberOf = (item: MediaItem): number => (item.kind === 'episode' ? item.number : 1);

const dayOf = (item: MediaItem) =>
  item.kind === 'episode' ? dayInJapan(item.firstAired) : dayOfDate(item.released);

function mostCommon(numbers: readonly number[]): number | null {
  const counts = new Map<number, number>();
  for (const number of numbers.filter(Number.isInteger))
    counts.set(number, (counts.get(number) ?? 0) + 1);
  const [best] = [...counts].toSorted(([, one], [, other]) => other - one);
  return best?.[0] ?? null;
}
