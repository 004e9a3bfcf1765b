import type { Database } from '../../../platform/database/index.js';
import { aFewAtOnce } from '../../../platform/lib/a-few-at-once.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { UpstreamError, type Access, type CallOptions } from '../../../upstream/http/index.js';
import type { EpisodeRow } from '../episode-row.js';
import { createAnswerStore } from '../facts/answer-store.js';
import type { SubjectCache } from '../facts/remember-subjects.js';
import type { Answer } from '../facts/answer.js';
import { askBangumi, type AskedOfBangumi } from '../facts/ask-bangumi.js';
import { askKey, type BangumiAsk } from '../facts/facts.js';
import type { Subject } from '../subject.js';

/** What is known of a subject. Undefined: not known here; null: Bangumi has none, or hides it. */
export interface KnownSubject {
  readonly subject: Subject | null | undefined;
  readonly rows: readonly EpisodeRow[] | null | undefined;
}

export interface LookAtSubjects {
  readonly subjectIds: readonly number[];
  /** Whose episode tables are wanted too; all, unless said. */
  readonly tablesOf?: readonly number[] | undefined;
  /** Null: only what is stored. */
  readonly access: Access | null;
  readonly options?: CallOptions | undefined;
  /** Milliseconds until an answer is asked for anew. */
  readonly maxAge: number;
  /** Questions to Bangumi at most. */
  readonly atMost: number;
}

export interface LookedAt {
  readonly subjects: ReadonlyMap<number, KnownSubject>;
  /** Why something was not learnt; null when all went well. */
  readonly failure: UpstreamError | null;
  /** Questions that were left out, as there were too many. */
  readonly leftOut: number;
}

export type SubjectLookup = ReturnType<typeof createSubjectLookup>;

const inFlight = 4;

/** Subjects and their episode tables, for people to look at: stored answers first, Bangumi for what is lacking. */
export function createSubjectLookup(deps: {
  readonly db: Database;
  readonly subjectCache?: SubjectCache | undefined;
  readonly bangumi: AskedOfBangumi;
  readonly clock: Clock;
}) {
  const store = createAnswerStore(deps);
  return {
    /** An upstream error is told, not thrown; answers that came are kept. */
    async look(request: LookAtSubjects): Promise<LookedAt> {
      const { subjectIds, tablesOf = subjectIds, access, options, maxAge, atMost } = request;
      const asks = subjectIds.flatMap((subjectId): BangumiAsk[] => [
        { kind: 'subject', subjectId },
        ...(tablesOf.includes(subjectId) ? [{ kind: 'table', subjectId } as const] : []),
      ]);
      const now = deps.clock.now();
      const answers = new Map<string, Answer>();
      for (const answer of await store.load(asks.map(askKey))) answers.set(askKey(answer), answer);
      const lacking = asks.filter((ask) => {
        const known = answers.get(askKey(ask));
        return known === undefined || now.getTime() - known.at.getTime() >= maxAge;
      });
      const asked = access === null ? [] : lacking.slice(0, atMost);
      let failure: UpstreamError | null = null;
      try {
        await aFewAtOnce(asked, inFlight, async (ask) => {
          if (access === null) return;
          const answer = await askBangumi(ask, { bangumi: deps.bangumi, access, options }, now);
          await store.save(answer);
          answers.set(askKey(answer), answer);
        });
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error;
        failure = error;
      }
      const subjects = new Map(subjectIds.map((id) => [id, knownOf(id, answers)]));
      return { subjects, failure, leftOut: lacking.length - asked.length };
    },
  };
}

function knownOf(subjectId: number, answers: ReadonlyMap<string, Answer>): KnownSubject {
  const subject = answers.get(askKey({ kind: 'subject', subjectId }));
  const table = answers.get(askKey({ kind: 'table', subjectId }));
  return {
    subject: subject?.kind === 'subject' ? subject.subject : undefined,
    rows: table?.kind === 'table' ? rowsOf(table) : undefined,
  };
}

const rowsOf = ({ content }: Extract<Answer, { kind: 'table' }>): readonly EpisodeRow[] | null =>
  content.kind === 'gone' ? null : content.rows;
