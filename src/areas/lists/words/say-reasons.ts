import type { Language } from '../../history/index.js';
import type { Reason } from '../evaluate/candidate.js';
import type { Rule } from '../rules/rule.js';
import { reasonWords } from './reason-words.js';

export interface Saying {
  readonly language: Language;
  /** Of the lists that the rule builds on, by id. */
  readonly listNames: ReadonlyMap<string, string>;
}

/**
 * Why an item is in a list, a sentence a reason. Items may have been worked out by an earlier rule: a reason whose source the rule has no
 * more is said without it.
 */
export function sayReasons(
  reasons: readonly Reason[],
  { sources }: Pick<Rule, 'sources'>,
  { language, listNames }: Saying,
): readonly string[] {
  const words = reasonWords[language];
  return reasons.map((reason) => {
    switch (reason.kind) {
      case 'pinned':
        return words.pinned(reason.at);
      case 'season-of':
        return words.seasonOf(reason.show);
      case 'joins':
        return words.joins(reason.items.length);
      case 'source': {
        const source = sources[reason.source];
        if (source === undefined) return words.earlier;
        return source.from === 'list'
          ? words.list(listNames.get(source.list_id) ?? source.list_id)
          : words.source(source);
      }
    }
  });
}
