import type { Mapping } from '../../matching/index.js';
import { fill, joined, toMinute } from './fill.js';
import type { Texts } from './texts.js';

type Said = Omit<Mapping, 'createdBy' | 'origin' | 'episodeOf'>;

/** Whose a mapping is, what it is about and says, when it was made, and what was noted with it: part of a sentence. */
export function sayMapping(mapping: Said, texts: Texts): string {
  const { own, shared, whole, made, changed, noted } = texts.mapping;
  const { createdAt, updatedAt, note } = mapping;
  const isChanged = updatedAt.getTime() !== createdAt.getTime();
  const details = [
    fill(made, { at: toMinute(createdAt) }),
    isChanged ? fill(changed, { at: toMinute(updatedAt) }) : '',
    note === null ? '' : fill(noted, { note }),
  ].filter((detail) => detail !== '');
  return fill(whole, {
    whose: mapping.userId === null ? shared : own,
    target: sayTarget(mapping, texts),
    aim: sayAim(mapping, texts),
    details: details.join(texts.listed),
  });
}

function sayTarget({ mediaType, season, firstNumber, lastNumber }: Said, texts: Texts): string {
  const { targets } = texts.mapping;
  if (mediaType !== 'show') return targets[mediaType];
  if (season === null) return targets.show;
  const name = firstNumber === null ? 'season' : 'range';
  return fill(targets[name], { season, first: firstNumber, last: lastNumber ?? firstNumber });
}

function sayAim({ action, subjectId: subject, episodeId, offset, by }: Said, texts: Texts): string {
  const { aims } = texts.mapping;
  if (action === 'ignore') return aims.ignore;
  if (episodeId !== null) return fill(aims.row, { subject, episode: episodeId });
  const shift = `${offset < 0 ? '−' : '+'} ${Math.abs(offset)}`;
  return fill(offset === 0 ? aims.subject : aims.shifted, { subject, by, shift });
}

interface Deciding {
  readonly id: string;
  readonly standing: 'as-it-was' | 'changed-since' | 'gone';
  readonly mapping: Said | null;
}

/** That a mapping decided, what it is now if it is anything, and what was decided. */
export function sayMapped(
  { id, standing, mapping }: Deciding,
  { what, again }: { readonly what: string; readonly again: boolean },
  texts: Texts,
): string {
  const { mapped } = texts.decided;
  const said = mapping === null ? '' : sayMapping(mapping, texts);
  return joined(
    again ? texts.decided.onceMore : '',
    fill(mapped[standing], { id, mapping: said, what }),
  );
}
