import type { MediaItem } from '../../matching/index.js';

/** A main row of a subject, as it stands beside an episode. */
export interface RowAt {
  readonly id: number;
  readonly type: number;
  readonly sort: number;
  readonly ep: number;
  readonly airdate: string | null;
  readonly name: string;
  readonly nameCn: string;
}

const dayMs = 86_400_000;
const japanAheadOfUtc = 9 * 3_600_000;

/**
 * By how much Trakt's numbers have to be moved to be the subject's: as matching read single episodes, else as most dates say,
 * else not at all where the numbers are there. Null when nothing speaks for any.
 */
export function suggestOffset(
  items: readonly MediaItem[],
  rows: readonly RowAt[],
  readings: ReadonlyMap<number, number>,
): number | null {
  const main = rows.filter(({ type }) => type === 0);
  const byReading = items.flatMap((item) => {
    const row = main.find(({ id }) => id === readings.get(item.traktId));
    return row === undefined ? [] : [row.ep - numberOf(item)];
  });
  const byDate = items.flatMap((item) => {
    const near = main.filter((row) => isSameDay(item, row));
    return near.length === 1 && near[0] !== undefined ? [near[0].ep - numberOf(item)] : [];
  });
  const offset = mostCommon(byReading) ?? mostCommon(byDate);
  if (offset !== null) return offset;
  return items.some((item) => main.some(({ ep }) => ep === numberOf(item))) ? 0 : null;
}

/** The row each item would become. */
export const sideBySide = (
  items: readonly MediaItem[],
  rows: readonly RowAt[],
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

const numberOf = (item: MediaItem): number => (item.kind === 'episode' ? item.number : 1);

function isSameDay(item: MediaItem, { airdate }: RowAt): boolean {
  const aired =
    item.kind === 'episode' ? Date.parse(item.firstAired ?? '') : Date.parse(item.released ?? '');
  const there = Date.parse(airdate ?? '');
  if (Number.isNaN(aired) || Number.isNaN(there)) return false;
  const inJapan = item.kind === 'episode' ? aired + japanAheadOfUtc : aired;
  return Math.abs(Math.floor(inJapan / dayMs) - Math.floor(there / dayMs)) <= 1;
}

function mostCommon(numbers: readonly number[]): number | null {
  const counts = new Map<number, number>();
  for (const number of numbers.filter(Number.isInteger))
    counts.set(number, (counts.get(number) ?? 0) + 1);
  const [best] = [...counts].toSorted(([, one], [, other]) => other - one);
  return best?.[0] ?? null;
}
