import { keyOf } from '../../matching/index.js';
import { sayChange } from '../wording/say-change.js';
import type { Texts } from '../wording/texts.js';
import type { ReviewedChange } from './review.js';
import type { MatchRow, ReviewRow } from './review-store.js';
import { standsAs } from './stands-as.js';

/** How an item was matched, what of that is marked, and what it would be by now; null where nobody is asked that. */
export function readChange(
  rowsOfItem: readonly ReviewRow[],
  { matches, texts }: { readonly matches: ReadonlyMap<string, MatchRow>; readonly texts: Texts },
): ReviewedChange | null {
  const [asked] = rowsOfItem.filter(standsAs.changed);
  const match = asked === undefined ? undefined : matches.get(keyOf(asked.facts));
  if (match === undefined || match.heldBack === null) return null;
  const { previous, instead } = match.heldBack;
  const marked = rowsOfItem.flatMap(({ isInQuestion, subjectId, episodeId, plays }) =>
    isInQuestion && subjectId !== null ? [{ subjectId, episodeId, plays }] : [],
  );
  const evidence = match.evidence.filter(({ signal }) => signal !== 'changed');
  return {
    marked,
    previous: { ...previous, evidence: match.previousEvidence ?? [] },
    instead,
    evidence,
    words: sayChange({ marked: marked[0] ?? null, previous, instead, evidence }, texts),
  };
}
