import { aFewAtOnce } from '../../../platform/lib/a-few-at-once.js';
import type { Clock } from '../../../platform/lib/clock.js';
import type { EpisodeRow } from '../episode-row.js';
import type { Related, Subject } from '../subject.js';
import type { Answer, AnswerStore } from './answer.js';
import { askUpstream } from './ask-upstream.js';
import type { AskUpstream } from './ask-upstream.js';
import type { TableContent } from './episode-table-store.js';
import { askKey, searchKey, titlesKey } from './facts.js';
import type { Ask, Facts } from './facts.js';

export interface AnswerBookDeps {
  /** Null: nobody is asked; what is not stored stays unknown. */
  readonly asking: AskUpstream | null;
  readonly store: AnswerStore;
  readonly clock: Clock;
  readonly onAnswer?: ((progress: BookProgress) => void) | undefined;
}

export interface BookProgress {
  /** Answers read from the services so far, and in all as far as known. */
  readonly fetched: number;
  readonly toFetch: number;
}

/** The answers of one request, as far as they have been looked up. */
export interface AnswerBook {
  readonly facts: Facts;
  /**
   * Looks all of this up: in the store where an answer is young enough, else at the service that knows, at most four at once. Each is stored as
   * it arrives, so that after an upstream error only the rest is left to ask; the error is thrown once no request is under way.
   */
  lookUp(asks: readonly Ask[], maxAge: number): Promise<void>;
  readonly tableOf: (
    subjectId: number,
  ) => { readonly content: TableContent; readonly at: Date } | undefined;
}

const inFlight = 4;

export function createAnswerBook({ asking, store, clock, onAnswer }: AnswerBookDeps): AnswerBook {
  const tables = new Map<number, readonly EpisodeRow[] | null>();
  const subjects = new Map<number, Subject | null>();
  const relations = new Map<number, readonly Related[] | null>();
  const searches = new Map<string, readonly Subject[]>();
  const titles = new Map<string, readonly string[]>();
  const contents = new Map<number, { content: TableContent; at: Date }>();
  let fetched = 0;
  let toFetch = 0;

  const note = (answer: Answer) => {
    switch (answer.kind) {
      case 'table': {
        const { subjectId, content, at } = answer;
        contents.set(subjectId, { content, at });
        tables.set(subjectId, content.kind === 'gone' ? null : content.rows);
        break;
      }
      case 'subject':
        subjects.set(answer.subjectId, answer.subject);
        break;
      case 'relations':
        relations.set(answer.subjectId, answer.relations);
        break;
      case 'search':
        searches.set(searchKey(answer.search), answer.subjects);
        break;
      case 'titles':
        titles.set(titlesKey(answer.work), answer.titles);
        break;
    }
  };

  return {
    facts: { tables, subjects, relations, searches, titles },
    tableOf: (subjectId) => contents.get(subjectId),
    async lookUp(asks, maxAge) {
      const missing = new Map(asks.map((ask) => [askKey(ask), ask]));
      for (const answer of await store.load([...missing.keys()])) {
        if (clock.now().getTime() - answer.at.getTime() >= maxAge) continue;
        note(answer);
        missing.delete(askKey(answer));
      }
      if (asking === null) return;
      toFetch += missing.size;
      await aFewAtOnce([...missing.values()], inFlight, async (ask) => {
        const answer = await askUpstream(ask, asking, clock.now());
        await store.save(answer);
        note(answer);
        fetched += 1;
        onAnswer?.({ fetched, toFetch });
      });
    },
  };
}
