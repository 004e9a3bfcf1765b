import type { Fault } from '../../../platform/lib/errors.js';
import { rawBounds } from './bounds.js';

/** Whether a document is small enough to be read at all; walks no further than that takes. */
export function faultsOfSize(document: unknown): readonly Fault[] {
  let values = 0;
  const open: { readonly value: unknown; readonly depth: number }[] = [
    { value: document, depth: 0 },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    const inner: readonly unknown[] = Object.values(value);
    values += inner.length;
    if (depth >= rawBounds.depth)
      return [{ place: '', message: `is nested more than ${rawBounds.depth} levels deep` }];
    if (values > rawBounds.values)
      return [{ place: '', message: `holds more than ${rawBounds.values} values` }];
    for (const one of inner) open.push({ value: one, depth: depth + 1 });
  }
  return [];
}
