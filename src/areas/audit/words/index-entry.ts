import { fold } from './fold.js';
import { quoted, tagOf, wordsIn, type TagKind } from './lexemes.js';

/** What of a row is found by, as the table holds it. */
export interface Indexed {
  readonly source: string;
  readonly service: string | null;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly actorVia: string | null;
  readonly concerns: string | null;
  readonly action: string;
  readonly targetKind: string | null;
  readonly targetId: string | null;
  readonly outcome: string;
  readonly requestId: string | null;
  readonly workflowId: string | null;
  readonly address: string | null;
  readonly detail: object | null;
}

export const ourSource = 'watchflow';

/** `search_text` and `words` of a row. */
export function indexEntry(row: Indexed): { readonly searchText: string; readonly words: string } {
  const searchText = searchTextOf(row);
  const lexemes = [...wordsIn(searchText), ...tagsOf(row)];
  return { searchText, words: lexemes.map(quoted).join(' ') };
}

/** Action, target, and what stands in its detail; a line each, so that nothing is found across two of them. */
function searchTextOf({ action, targetKind, targetId, service, detail }: Indexed): string {
  const texts = [action, targetKind, targetId, service, ...valuesIn(detail)];
  const lines = texts.map((text) => fold(text ?? '')).filter((text) => text !== '');
  return [...new Set(lines)].join('\n');
}

/** Every text and number, at any depth. */
function valuesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesIn) : [];
}

function tagsOf(row: Indexed): readonly string[] {
  const isOurs = row.source === ourSource;
  const tags: readonly (readonly [TagKind, string | null])[] = [
    ['action', row.action],
    ['actor', row.actorId],
    ['actorKind', row.actorKind],
    ['via', row.actorVia],
    ['target', row.targetId],
    ['targetKind', row.targetKind],
    ['outcome', row.outcome],
    ['source', row.source],
    ['requestId', row.requestId],
    ['workflowId', row.workflowId],
    ['address', row.address],
    ['person', row.concerns],
    // Whom another service names as who acted may be anybody.
    ['person', isOurs && row.actorKind === 'user' ? row.actorId : null],
  ];
  return tags.flatMap(([kind, value]) => (value === null ? [] : [tagOf(kind, value)]));
}
