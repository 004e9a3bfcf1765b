import { fitText } from './fit-text.js';
import { traktLengths } from './trakt-lengths.js';

/** `Name (2/3)` for one of several lists, `Name` for the only one; the number survives any length. */
export function partName(name: string, part: number, parts: number): string {
  const tail = parts === 1 ? '' : ` (${part}/${parts})`;
  return fitText(name, traktLengths.name - tail.length) + tail;
}
