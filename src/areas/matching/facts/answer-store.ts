import { z } from 'zod';
import { bulkInsert } from '../../../platform/database/index.js';
import type { Database } from '../../../platform/database/index.js';
import type { Related } from '../subject.js';
import type { Answer, AnswerStore } from './answer.js';
import { createEpisodeTableStore } from './episode-table-store.js';
import { askKey } from './facts.js';
import { noSubjectCache, rememberSubjects, type SubjectCache } from './remember-subjects.js';
import { subjectSchema as subject } from './subject-schema.js';

const related: z.ZodType<Related> = z.object({
  id: z.number(),
  type: z.number(),
  name: z.string(),
  nameCn: z.string(),
  relation: z.string(),
});

/** As it lies in the column, beside the key. */
const stored = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('subject'), subjectId: z.number(), subject: subject.nullable() }),
  z.object({
    kind: z.literal('relations'),
    subjectId: z.number(),
    relations: z.array(related).nullable(),
  }),
  z.object({
    kind: z.literal('search'),
    search: z.object({ keyword: z.string(), types: z.array(z.number()) }),
    subjects: z.array(subject),
  }),
  z.object({
    kind: z.literal('titles'),
    work: z.object({ media: z.enum(['show', 'movie']), traktId: z.number() }),
    titles: z.array(z.string()),
  }),
]);

export interface AnswerStoreDeps {
  readonly db: Database;
  readonly subjectCache?: SubjectCache | undefined;
}

const tablePrefix = 'table:';

/** Episode tables in their own table, all else in `bangumi_answers`, Trakt's titles too. A search also tells of each subject it found. */
export const createAnswerStore = ({
  db,
  subjectCache = noSubjectCache,
}: AnswerStoreDeps): AnswerStore => rememberSubjects(createStore(db), subjectCache);

function createStore(db: Database): AnswerStore {
  const tables = createEpisodeTableStore({ db });
  return {
    async load(keys) {
      const subjectIds = keys
        .filter((key) => key.startsWith(tablePrefix))
        .map((key) => Number(key.slice(tablePrefix.length)));
      const others = keys.filter((key) => !key.startsWith(tablePrefix));
      const foundTables = subjectIds.length === 0 ? [] : await tables.load(subjectIds);
      const found =
        others.length === 0
          ? []
          : await db.bangumiAnswer.findMany({ where: { key: { in: others } } });
      return [
        ...foundTables.map(({ subjectId, content, fetchedAt }): Answer => {
          return { kind: 'table', subjectId, content, at: fetchedAt };
        }),
        ...found.map(({ answer, fetchedAt }) => ({ ...stored.parse(answer), at: fetchedAt })),
      ];
    },
    async save(answer) {
      if (answer.kind === 'table') {
        const { subjectId, content, at } = answer;
        await tables.save({ subjectId, content, fetchedAt: at });
        return;
      }
      await bulkInsert(db, {
        table: 'bangumi_answers',
        columns: { key: 'text', answer: 'jsonb', fetched_at: 'timestamptz' },
        rows: [answer, ...subjectsIn(answer)].map(toRow),
        onConflict: { target: ['key'], update: ['answer', 'fetched_at'] },
      });
    },
  };
}

function subjectsIn(answer: Answer): Answer[] {
  if (answer.kind !== 'search') return [];
  return answer.subjects.map((found) => ({
    kind: 'subject',
    subjectId: found.id,
    subject: found,
    at: answer.at,
  }));
}

function toRow(given: Answer) {
  const { at, ...answer } = given;
  return { key: askKey(given), answer, fetched_at: at };
}
