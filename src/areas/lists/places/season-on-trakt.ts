import { z } from 'zod';
import type { TraktSeason } from '../../../upstream/trakt/index.js';
import { dateOfDay, dayInJapan, dayOfDate } from '../../matching/index.js';

/** A season as Trakt has it. */
export const seasonOnTrakt = z.object({
  number: z.int(),
  /** Its own id; null where Trakt names none. */
  traktId: z.int().nullable(),
  episodes: z.int(),
  /** Days on which something of it was first on the air, in Japan, `YYYY-MM-DD`, ascending. */
  days: z.array(z.string()),
});
export type SeasonOnTrakt = Readonly<z.infer<typeof seasonOnTrakt>>;

export function toSeasonOnTrakt({ number, traktId, episodes }: TraktSeason): SeasonOnTrakt {
  const days = episodes.flatMap(({ firstAired }) => dayInJapan(firstAired) ?? []);
  return {
    number,
    traktId,
    episodes: episodes.length,
    days: [...new Set(days)].sort((one, other) => one - other).map(dateOfDay),
  };
}

const daysAround = 10;
const daysOutside = 90;

/** Whether a subject that began on that day (`YYYY-MM-DD`) may lie in the season, by when its episodes were on the air. */
export function judgeSeason(
  date: string | null,
  season: SeasonOnTrakt,
): 'agrees' | 'unknown' | 'differs' {
  const day = dayOfDate(date);
  const aired = season.days.flatMap((one) => dayOfDate(one) ?? []);
  const [first] = aired;
  const last = aired.at(-1);
  if (day === null || first === undefined || last === undefined) return 'unknown';
  if (aired.some((one) => Math.abs(one - day) <= daysAround)) return 'agrees';
  return day < first - daysOutside || day > last + daysOutside ? 'differs' : 'unknown';
}
