import type { Work } from '../../areas/matching/index.js';
import type { ScenarioInput } from '../../simulators/index.js';
import type { CaseFile, MatchingCase } from './case-file.js';

/** The work of a case as Trakt would name it: by the place of the case in its file. */
export const workOf = ({ cases }: Pick<CaseFile, 'cases'>, given: MatchingCase): Work => ({
  media: given.input.media === 'movie' ? 'movie' : 'show',
  traktId: cases.indexOf(given) + 1,
});

/** What a case says that its work is called besides title and original title, as Trakt keeps it. */
export function aliasesOf({ input }: MatchingCase): { title: string; country: string | null }[] {
  const { title_ja: japanese, title_zh: chinese, aliases } = titleOf(input);
  return [
    ...(japanese == null ? [] : [{ title: japanese, country: 'jp' }]),
    ...(chinese == null ? [] : [{ title: chinese, country: 'cn' }]),
    ...(aliases ?? []).map((title) => ({ title, country: null })),
  ];
}

/** The works of the cases as a Trakt of their own. */
export function toTrakt(file: CaseFile, token: string): ScenarioInput['trakt'] {
  const works = file.cases.map((given) => {
    const { media, traktId } = workOf(file, given);
    const { title } = titleOf(given.input);
    return {
      media,
      work: { trakt: traktId, slug: `${media}-${traktId}`, title, aliases: aliasesOf(given) },
    };
  });
  const having = (media: Work['media']) =>
    works.filter((each) => each.media === media).map(({ work }) => work);
  return {
    users: [{ token, username: 'match' }],
    shows: having('show'),
    movies: having('movie'),
  };
}

export const titleOf = (input: MatchingCase['input']) =>
  input.media === 'movie' ? input.movie : input.show;
