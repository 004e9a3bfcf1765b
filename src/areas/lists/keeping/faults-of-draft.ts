import type { Fault } from '../../../platform/lib/errors.js';
import type { ListDraft } from '../list.js';
import { faultsOfRule } from '../rules/faults-of-rule.js';
import { faultsOfLists, type RuledList } from '../rules/list-cycles.js';
import { faultsOfOwnText } from '../titles/marker.js';
import { parseTemplate } from '../titles/template.js';
import { traktLengths } from '../titles/trakt-lengths.js';

export interface Checking {
  /** Of the list, or the one that it will have. */
  readonly id: string;
  readonly draft: Pick<ListDraft, 'name' | 'description' | 'rule'>;
  /** The person's lists; the list itself may be among them. */
  readonly others: readonly RuledList[];
}

/** What is wrong with what a person says a list is to be, its rule well written; places are JSON pointers. */
export const faultsOfDraft = ({ id, draft, others }: Checking): readonly Fault[] => [
  ...faultsOfText(draft.name, { place: '/name', longest: traktLengths.name }),
  ...faultsOfText(draft.description, {
    place: '/description',
    longest: traktLengths.description,
  }),
  ...faultsOfOwnText(draft.description, '/description'),
  ...[
    ...faultsOfRule(draft.rule),
    ...faultsOfLists({ id, name: draft.name, rule: draft.rule }, others),
  ].map(({ place, message }) => ({ place: `/rule${place}`, message })),
];

function faultsOfText(
  text: string,
  at: { readonly place: string; readonly longest: number },
): readonly Fault[] {
  const parsed = parseTemplate(text, at);
  return parsed.kind === 'faulty' ? parsed.faults : [];
}
