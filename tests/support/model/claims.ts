import type { AtQuiet } from './at-quiet.js';
import { isWanted, wasWantedSince, type Watched } from './memory.js';
import type { ModelTitle } from './titles.js';

/** What plays of one spot ask for: one that came after a place must show; any that was ever wanted may. */
export interface Claims {
  readonly mustSince: (at: number) => boolean;
  readonly may: boolean;
}

export function claimsOf(
  { memory }: Pick<AtQuiet, 'memory'>,
  title: ModelTitle,
  isMeant: (play: Watched) => boolean,
): Claims {
  const here = (plays: ReadonlyMap<string, Watched>): readonly Watched[] =>
    [...plays.values()].filter((play) => play.title === title && isMeant(play));
  const isOpen = title.isMatched && !memory.merged.has(title) && !memory.deleted.has(title);
  const due = isOpen && isWanted(memory, title) ? here(memory.plays) : [];
  const ever = title.isMatched ? [...here(memory.plays), ...here(memory.removed)] : [];
  return {
    mustSince: (at) => due.some((play) => play.at > at && play.first > memory.undoneAt),
    may: ever.some((play) => wasWantedSince(memory, title, play.first)),
  };
}
