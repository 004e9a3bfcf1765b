import type { BangumiEpisode } from '../../../upstream/bangumi/bangumi-client.js';
import type { EpisodeRow } from '../episode-row.js';
import { parseAirdate } from './parse-airdate.js';

/** Main episodes and specials: openings, endings, trailers and the like are never what somebody watched. */
const matchedTypes: readonly number[] = [0, 1];

export function toEpisodeRows(episodes: readonly BangumiEpisode[]): EpisodeRow[] {
  return episodes
    .filter((episode) => matchedTypes.includes(episode.type))
    .map(({ id, type, sort, ep, airdate, name, nameCn }) => ({
      id,
      type,
      sort,
      ep,
      airdate: parseAirdate(airdate),
      name,
      nameCn,
    }));
}
