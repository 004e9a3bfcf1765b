import { askKey, parseAirdate } from '../../../src/areas/matching/index.js';
import type { EpisodeRow, Facts } from '../../../src/areas/matching/index.js';
import type { CaseFile, PoolRow, PoolSubject } from '../../../src/main/match/case-file.js';
import { aliasesOf, workOf } from '../../../src/main/match/case-titles.js';
import { platformOf } from '../../../src/main/match/pool.js';
import { rowsOf } from './builders.js';

type Subject = NonNullable<ReturnType<Facts['subjects']['get']>>;

/** The pool as what Bangumi would tell, and the cases as Trakt would, without HTTP: the search finds what shares a word or a part of a name. */
export function toFacts(file: CaseFile): Facts {
  const { subjects, relations, bangumi_episode_rows: tables } = file;
  const all = Object.values(subjects);
  const rows = new Map(all.map(({ id }) => [id, toRows(tables[String(id)] ?? [])]));
  return {
    tables: new Map(
      all.map((subject) => [subject.id, rows.get(subject.merged_into ?? subject.id) ?? null]),
    ),
    subjects: new Map(all.map((subject) => [subject.id, toSubject(subject)])),
    relations: new Map(
      all.map(({ id }) => [
        id,
        relations.flatMap(({ from, to, relation }) => {
          const other = subjects[String(to)];
          return from === id && other !== undefined ? [{ ...toRelated(other), relation }] : [];
        }),
      ]),
    ),
    searches: new Search(all.filter((subject) => subject.merged_into == null).map(toSubject)),
    titles: new Map(
      file.cases.map((given) => [
        askKey({ kind: 'titles', work: workOf(file, given) }),
        aliasesOf(given).map(({ title }) => title),
      ]),
    ),
  };
}

const toRows = (given: readonly PoolRow[]): EpisodeRow[] =>
  rowsOf(
    given
      .filter(({ ban, type }) => ban === 0 && [0, 1].includes(type))
      .map((row) => ({
        ...row,
        name: row.name ?? '',
        airdate: parseAirdate(row.airdate ?? ''),
      })),
  );

const toRelated = ({ id, type, name, name_cn }: PoolSubject) => ({
  id,
  type,
  name,
  nameCn: name_cn ?? '',
});

const toSubject = (subject: PoolSubject): Subject => ({
  ...toRelated(subject),
  aliases: subject.aliases ?? [],
  date: subject.date ?? subject.date_jst ?? null,
  platform: platformOf(subject),
  eps: subject.eps ?? 0,
  imdb: subject.imdb_id ?? subject.infobox_imdb ?? null,
  image: null,
});

const wordsOf = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** Answers every search it is asked. */
class Search extends Map<string, readonly Subject[]> {
  readonly #subjects: readonly { readonly subject: Subject; readonly words: string }[];

  constructor(subjects: readonly Subject[]) {
    super();
    this.#subjects = subjects.map((subject) => ({
      subject,
      words: wordsOf([subject.name, subject.nameCn, ...subject.aliases].join(' ')).join(' '),
    }));
  }

  override has(): boolean {
    return true;
  }

  override get(key: string): readonly Subject[] {
    const [, types = '', ...keyword] = key.split(':');
    const wanted = types.split('+').map(Number);
    const words = wordsOf(keyword.join(':'));
    return this.#subjects
      .filter(({ subject }) => wanted.includes(subject.type))
      .filter(({ words: own }) => words.some((word) => own.includes(word)))
      .map(({ subject }) => subject);
  }
}
