import type { Evidence } from '../decision.js';
import type { LinkedSubject } from '../id-map/linked-ids.js';
import type { TitleFacts } from '../media-item.js';

/** Which titles may be on Bangumi: `asian` takes live action from where Bangumi's people are; `all` from everywhere. */
export type LiveAction = 'none' | 'asian' | 'all';

const animeGenres: readonly string[] = ['anime', 'donghua'];
const genresOnBangumi: readonly string[] = [...animeGenres, 'animation'];
const countriesOnBangumi: readonly string[] = ['jp', 'cn', 'kr', 'tw', 'hk'];

export interface Gate {
  /** Subject types worth a search; none when nothing suggests that Bangumi has it. */
  readonly types: readonly number[];
  /** Whether Trakt is worth asking what else it is called. */
  readonly hasOtherNames: boolean;
  readonly evidence: Evidence;
}

/** For a title the id map does not know: worth a search, or nothing suggests that Bangumi has it. */
export function gate(
  title: TitleFacts,
  liveAction: LiveAction | 'known',
  listed: readonly LinkedSubject[],
): Gate {
  if (liveAction === 'known')
    return {
      types: [2],
      hasOtherNames: true,
      evidence: {
        signal: 'gate',
        detail: 'the id map knows the show, but none of its subjects fits season, number and date',
      },
    };
  const unknown =
    title.tmdb === null ? 'Trakt names no TMDB id' : `TMDB id ${title.tmdb} is not in the id map`;
  const { types, why } = judge(title, liveAction);
  if (types.length === 0 && listed.some(({ source }) => source === 'anime-lists'))
    return {
      types: [2],
      hasOtherNames: false,
      evidence: { signal: 'gate', detail: `${unknown}, but anime-lists has it` },
    };
  const says = types.length === 0 ? `and ${why}` : `but ${why}`;
  const evidence = { signal: 'gate', detail: `${unknown}, ${says}` };
  return { types, hasOtherNames: types.length > 0 && hasOtherNames(title), evidence };
}

/**
 * Bangumi calls what is made in Asia by names that Trakt may not put first. What is from elsewhere, a cartoon too, is there by its own
 * title if at all: nothing is asked of Trakt for that.
 */
function hasOtherNames({ genres, country }: TitleFacts): boolean {
  const has = (names: readonly string[]) =>
    genres.some((genre) => names.includes(genre.toLowerCase()));
  if (has(animeGenres)) return true;
  return country === null ? genres.length === 0 || has(genresOnBangumi) : isOfAsia(country);
}

const isOfAsia = (country: string) => countriesOnBangumi.includes(country.toLowerCase());

function judge(
  { genres, country }: TitleFacts,
  liveAction: LiveAction,
): { readonly types: readonly number[]; readonly why: string } {
  const genre = genres.find((name) => genresOnBangumi.includes(name.toLowerCase()));
  if (genre !== undefined)
    return { types: [2], why: `its genre ${genre} suggests that it is on Bangumi` };
  if (country !== null && isOfAsia(country)) {
    // Genres of Asian series are often incomplete: `anime` may be missing.
    const types = liveAction === 'none' ? [2] : [2, 6];
    return { types, why: `its country ${country} suggests that it is on Bangumi` };
  }
  if (liveAction === 'all')
    return { types: [2, 6], why: 'live action of every country is looked for' };
  if (country === null && genres.length === 0)
    return { types: [2, 6], why: 'neither genre nor country says that it is not on Bangumi' };
  return { types: [], why: 'neither genre nor country suggests that it is on Bangumi' };
}
