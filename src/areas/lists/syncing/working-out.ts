import type { Clock } from '../../../platform/lib/clock.js';
import type { Language } from '../../history/index.js';
import type { Evaluation } from '../evaluate/evaluate-rule.js';
import type { Known, ListFactsSource } from '../facts/list-facts-source.js';
import type { ListDraft } from '../list.js';
import type { ListStore } from '../stores/list-store.js';
import type { ListedTitleStore } from '../stores/listed-title-store.js';
import type { RuledList } from '../rules/list-cycles.js';
import { fillTemplate } from '../titles/fill-template.js';
import { parseTemplate } from '../titles/template.js';
import { traktLengths } from '../titles/trakt-lengths.js';
import { evaluateLists } from './evaluate-lists.js';
import { bareTitle, namedKeys } from './named-keys.js';

export interface WorkingOutDeps {
  readonly lists: Pick<ListStore, 'all'>;
  readonly listedTitles: Pick<ListedTitleStore, 'find'>;
  readonly facts: Pick<ListFactsSource, 'knownTitles'>;
  readonly localeOf: (userId: string) => Promise<Language>;
  readonly timeZoneOf: (userId: string) => Promise<string>;
  readonly clock: Clock;
}

export interface WorkedOut {
  readonly evaluation: Evaluation;
  readonly known: Known;
  /** Name and own words of the description, filled in. `updatedAt`: when items last changed, as far as the caller knows. */
  readonly texts: (draft: Pick<ListDraft, 'name' | 'description'>, updatedAt: Date) => Texts;
}

export interface Texts {
  readonly name: string;
  readonly description: string;
}

/** What a list of the person holds by now; nothing is kept, nobody is asked. */
export async function workOut(
  deps: WorkingOutDeps,
  userId: string,
  list: RuledList,
): Promise<WorkedOut> {
  const [others, known, timeZone, language] = await Promise.all([
    deps.lists.all(userId),
    deps.facts.knownTitles(userId),
    deps.timeZoneOf(userId),
    deps.localeOf(userId),
  ]);
  const moment = { now: deps.clock.now(), timeZone };
  const titles = await withNamed(deps, known, [list, ...others]);
  const evaluation = evaluateLists({ list, others, titles, moment });
  const count = evaluation.items.length;
  return {
    evaluation,
    known,
    texts: (draft, updatedAt) => {
      const facts = { ...moment, language, count, updatedAt };
      const fill = (text: string, longest: number): string => {
        const parsed = parseTemplate(text, { place: '', longest });
        return parsed.kind === 'template' ? fillTemplate(parsed.template, facts, longest) : text;
      };
      return {
        name: fill(draft.name, traktLengths.name),
        description: fill(draft.description, traktLengths.description),
      };
    },
  };
}

/** Titles, and those that people named and nobody else tells of. */
async function withNamed(
  { listedTitles }: Pick<WorkingOutDeps, 'listedTitles'>,
  { titles }: Known,
  lists: readonly RuledList[],
): Promise<Known['titles']> {
  const missing = namedKeys(lists.map(({ rule }) => rule));
  for (const { key, subjects } of titles) {
    missing.delete(key);
    for (const subject of subjects) missing.delete(`subject:${subject}`);
  }
  if (missing.size === 0) return titles;
  const facts = await listedTitles.find([...missing]);
  return [...titles, ...[...missing].map((key) => bareTitle(key, facts.get(key)))];
}
