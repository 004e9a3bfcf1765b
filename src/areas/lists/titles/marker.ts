import { createHash } from 'node:crypto';
import type { Fault } from '../../../platform/lib/errors.js';
import { fitText } from './fit-text.js';
import { traktLengths } from './trakt-lengths.js';

/** Eight of `0-9a-z`: by it a list on Trakt is known as ours again, whatever else is lost. */
export type Marker = string & { readonly brand: 'marker' };

const markerLength = 8;
const inText = /(?:^|\s)·\s?wf:([0-9a-z]{8})(?![0-9a-z])/gu;

const byWatchflow = 'Created and managed by watchflow';

/** The same for the same list, and for the same part of one that is spread over several. */
export function markerOf(listId: string, part = 1): Marker {
  const digest = createHash('sha256').update(`${listId}\0${part}`).digest();
  const text = digest.readBigUInt64BE().toString(36).padStart(markerLength, '0');
  return text.slice(-markerLength) as Marker;
}

/** The person's own words, or our sentence, and the marker behind them. Too long a text loses its end, never the marker. */
export function toDescription(own: string, marker: Marker): string {
  const tail = ` · wf:${marker}`;
  const text = own.trim() === '' ? byWatchflow : own.trim();
  return fitText(text, traktLengths.description - tail.length) + tail;
}

/** The marker in a description; the last where there are more, as the person may have written behind it. */
export function readMarker(description: string | null): Marker | null {
  const found = [...(description ?? '').matchAll(inText)].at(-1);
  return (found?.[1] as Marker | undefined) ?? null;
}

/** What stands before and behind the marker; empty for our own sentence. */
export function ownTextOf(description: string | null): string {
  const found = [...(description ?? '').matchAll(inText)].at(-1);
  const text = description ?? '';
  if (found === undefined) return text.trim();
  const own = text.slice(0, found.index) + text.slice(found.index + found[0].length);
  return own.trim() === byWatchflow ? '' : own.trim();
}

/** A description must not pretend to be another list's. */
export const faultsOfOwnText = (text: string, place: string): Fault[] =>
  readMarker(text) === null
    ? []
    : [{ place, message: 'holds a marker of watchflow (· wf:…), which only watchflow may write' }];
