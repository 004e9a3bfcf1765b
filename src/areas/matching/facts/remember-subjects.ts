import { z } from 'zod';
import { noCaches, type Cache, type Caches } from '../../../platform/cache/index.js';
import type { Subject } from '../subject.js';
import type { Answer, AnswerStore } from './answer.js';
import { askKey } from './facts.js';
import { subjectSchema } from './subject-schema.js';

const schema = z.object({
  kind: z.literal('subject'),
  subjectId: z.number(),
  subject: subjectSchema.nullable(),
  at: z.coerce.date(),
});

export interface SubjectAnswer {
  readonly kind: 'subject';
  readonly subjectId: number;
  readonly subject: Subject | null;
  readonly at: Date;
}

export type SubjectCache = Cache<SubjectAnswer>;

const kind = { name: 'subject', ttlMs: 5 * 60_000, most: 5_000, schema };

export const openSubjectCache = (caches: Caches): SubjectCache => caches.open<SubjectAnswer>(kind);
export const noSubjectCache: SubjectCache = openSubjectCache(noCaches);

/** The store, which need not be asked for a subject that it was just asked for. */
export const rememberSubjects = (store: AnswerStore, cache: SubjectCache): AnswerStore => ({
  async load(keys) {
    const [subjects, others] = [keys.filter(isOfSubject), keys.filter((key) => !isOfSubject(key))];
    const found = await cache.readMany(subjects, async (missing) => {
      const answers = await store.load(missing);
      return new Map(answers.filter(tellsOfSubject).map((answer) => [askKey(answer), answer]));
    });
    return [...found.values(), ...(others.length === 0 ? [] : await store.load(others))];
  },
  async save(answer) {
    await store.save(answer);
    await cache.forget(...keysToldBy(answer));
  },
});

const isOfSubject = (key: string) => key.startsWith('subject:');

const tellsOfSubject = (answer: Answer): answer is SubjectAnswer => answer.kind === 'subject';

function keysToldBy(answer: Answer): readonly string[] {
  if (answer.kind === 'subject') return [askKey(answer)];
  if (answer.kind !== 'search') return [];
  return answer.subjects.map(({ id }) => askKey({ kind: 'subject', subjectId: id }));
}
