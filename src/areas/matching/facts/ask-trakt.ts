import type { Access, CallOptions } from '../../../upstream/http/call.js';
import type { TraktClient, TraktTitle } from '../../../upstream/trakt/trakt-client.js';
import { foldTitle } from '../titles/fold-title.js';
import type { Answer } from './answer.js';
import type { TitlesAsk } from './facts.js';
import { orNull } from '../../../upstream/http/index.js';

export type AskedOfTrakt = Pick<TraktClient, 'readAliases' | 'readTranslations'>;

export interface AskTrakt {
  readonly trakt: AskedOfTrakt;
  /** Fetched when it is needed: most decisions ask Trakt nothing. */
  readonly access: () => Promise<Access>;
  readonly options?: CallOptions | undefined;
}

/**
 * One request: aliases bring romaji and the names of other countries at once. A second, for the translations, only when none of
 * them is in Japanese or Chinese. Throws UpstreamError for everything but a work that Trakt does not have: that has no titles.
 */
export async function askTrakt(ask: TitlesAsk, asking: AskTrakt, at: Date): Promise<Answer> {
  const { trakt, options } = asking;
  const access = await asking.access();
  const aliases = await orNull(trakt.readAliases(access, ask.work, options));
  if (aliases === null) return { ...ask, at, titles: [] };
  const isEnough = aliases.some(({ title }) => hanOrKana.test(title));
  const translations = isEnough
    ? null
    : await orNull(trakt.readTranslations(access, ask.work, options));
  return { ...ask, at, titles: inOrder([...aliases, ...(translations ?? [])]) };
}

const hanOrKana = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Whose names Bangumi is most likely to know, the likeliest first; the rest of the world comes last. */
const countries: readonly (string | null)[] = ['jp', 'cn', 'tw', 'hk', 'us', 'gb', null];

/** Names of one work in all countries; what comes behind is of countries whose names Bangumi does not have. */
const titlesKept = 60;

/** Each once, in whatever spelling comes first: comparing folds them anyway, and a search for both is one too many. */
function inOrder(titles: readonly TraktTitle[]): string[] {
  const rank = ({ country }: TraktTitle) => {
    const known = countries.indexOf(country);
    return known === -1 ? countries.length : known;
  };
  const sorted = titles.toSorted((left, right) => rank(left) - rank(right));
  const bySpelling = new Map<string, string>();
  for (const { title } of sorted) {
    const folded = foldTitle(title);
    if (folded !== '' && !bySpelling.has(folded)) bySpelling.set(folded, title);
  }
  return [...bySpelling.values()].slice(0, titlesKept);
}
