import type { KeptCall } from '../explaining/explanation.js';
import { fill } from './fill.js';
import type { Texts } from './texts.js';

/** What Bangumi was asked, and how that ended. */
export function sayCall(made: KeptCall, texts: Texts): string {
  const { call, subjectId: subject, episodes, outcome, errorKind, status } = made;
  const collection = texts.collections[made.collection ?? 0] ?? '';
  const said = fill(texts.calls[call], { subject, episodes, collection });
  if (call === 'read-collection' && outcome === 'answered')
    return fill(texts.found, { call: said, collection });
  return fill(texts.outcomes[outcome], { call: said, error: sayError(errorKind, status, texts) });
}

function sayError(kind: string | null, status: number | null, { errors }: Texts): string {
  const words = Object.entries(errors).find(([name]) => name === kind)?.[1] ?? errors.unknown;
  return status === null ? words : `${words}, HTTP ${status}`;
}
