import { once } from '../../../platform/lib/once.js';
import { dayInJapan } from '../calendar-day.js';
import type { FoundSubject } from '../subject.js';
import { foldTitle } from '../titles/fold-title.js';
import type { BangumiDataItem } from './bangumi-data.js';

export interface TitleIndex {
  readonly find: (titles: readonly (string | null)[]) => readonly FoundSubject[];
  readonly byId: (subjectId: number) => FoundSubject | null;
}

const platforms: Readonly<Record<string, string>> = {
  tv: 'TV',
  web: 'WEB',
  ova: 'OVA',
  movie: '剧场版',
};

/**
 * From every title of every item to its subject. What it keeps is independent of `items`. The index itself is made when first
 * asked: most processes look up titles late or never, and all of them start.
 */
export function createTitleIndex(items: readonly BangumiDataItem[]): TitleIndex {
  const named = items.map(({ title, titleTranslate, type, begin, end, sites }) => {
    const sitesOfBangumi = sites.filter(({ site }) => site === 'bangumi');
    return { title, titleTranslate, type, begin, end, sites: sitesOfBangumi };
  });
  const all = once(() => named.map(toFound).filter((found) => found !== null));
  const titled = once(() => indexByTitle(all()));
  const known = once(() => new Map(all().map((found) => [found.subjectId, found])));
  return {
    find(titles) {
      const keys = titles.flatMap((title) =>
        title === null ? [] : [quickFold(title), foldTitle(title)],
      );
      const found = [...new Set(keys)]
        .filter((key) => key !== '')
        .flatMap((key) => titled().get(key) ?? []);
      return [...new Set(found)];
    },
    byId: (subjectId) => known().get(subjectId) ?? null,
  };
}

function indexByTitle(subjects: readonly FoundSubject[]): Map<string, FoundSubject[]> {
  const index = new Map<string, FoundSubject[]>();
  for (const found of subjects) {
    for (const key of new Set(found.names.map(quickFold))) {
      const same = index.get(key);
      if (same === undefined) index.set(key, [found]);
      else same.push(found);
    }
  }
  return index;
}

/** The map brings Chinese titles in both scripts, so their conversion is left out: it would cost a second at each start. */
const quickFold = (title: string) =>
  title
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('×', 'x')
    .replace(/[^\p{L}\p{N}]+/gu, '');

function toFound({
  title,
  titleTranslate,
  type,
  begin,
  end,
  sites,
}: BangumiDataItem): FoundSubject | null {
  const id = Number(sites.find(({ site }) => site === 'bangumi')?.id);
  if (!Number.isSafeInteger(id) || id <= 0) return null;
  return {
    subjectId: id,
    type: 2,
    names: [title, ...Object.values(titleTranslate ?? {}).flat()],
    begin: dayInJapan(begin ?? null),
    end: dayInJapan(end ?? null),
    platform: platforms[type ?? ''] ?? null,
    eps: 0,
    imdb: null,
  };
}
