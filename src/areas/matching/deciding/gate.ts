import type { Decision } from '../decision.js';
import type { TitleFacts } from '../media-item.js';
import { parked } from './context.js';

const genresOnBangumi: readonly string[] = ['anime', 'donghua'];
const countriesOnBangumi: readonly string[] = ['jp', 'cn', 'kr', 'tw', 'hk'];

/** For a title the id map does not know: worth a search or a person's look, or nothing suggests that Bangumi has it. */
export function gate(title: TitleFacts): Decision {
  const hint = hintOfBangumi(title);
  const unknown =
    title.tmdb === null ? 'Trakt names no TMDB id' : `TMDB id ${title.tmdb} is not in the id map`;
  if (hint === null) {
    const detail = `${unknown}, and neither genre nor country suggests that it is on Bangumi`;
    return { kind: 'excluded', reason: 'out-of-scope', evidence: [{ signal: 'gate', detail }] };
  }
  return parked('unmatched', {
    evidence: [
      { signal: 'gate', detail: `${unknown}, but ${hint} suggests that it is on Bangumi` },
    ],
  });
}

function hintOfBangumi({ genres, country }: TitleFacts): string | null {
  const genre = genres.find((name) => genresOnBangumi.includes(name.toLowerCase()));
  if (genre !== undefined) return `its genre ${genre}`;
  return country !== null && countriesOnBangumi.includes(country.toLowerCase())
    ? `its country ${country}`
    : null;
}
