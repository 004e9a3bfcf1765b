import type { Evidence } from '../../matching/index.js';
import { fill, joined } from './fill.js';
import { sayDecision, type SaidOutcome } from './say-decision.js';
import type { Texts } from './texts.js';

interface Place {
  readonly subjectId: number;
  readonly episodeId: number | null;
}

interface Change {
  /** What Bangumi shows; null where nothing of it is marked. */
  readonly marked: Place | null;
  readonly previous: Place;
  /** Null where it is not on record. */
  readonly instead: SaidOutcome | null;
  readonly evidence: readonly Evidence[];
}

/** What an item was matched to and is marked as, and what it would be by now. */
export function sayChange({ marked, previous, instead, evidence }: Change, texts: Texts): string {
  const { asBefore, asMarked, byNow, unknown } = texts.change;
  const before =
    marked === null
      ? fill(asBefore, { place: sayPlace(previous, texts) })
      : fill(asMarked, { place: sayPlace(marked, texts) });
  const after =
    instead === null ? unknown : fill(byNow, { what: sayDecision(instead, evidence, texts) });
  return joined(before, after);
}

export const sayPlace = ({ subjectId, episodeId }: Place, { place }: Texts): string =>
  fill(episodeId === null ? place.whole : place.episode, {
    subject: subjectId,
    episode: episodeId,
  });
