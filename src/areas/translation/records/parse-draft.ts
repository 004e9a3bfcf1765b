import type { z } from 'zod';
import type { Fault } from '../../../platform/lib/errors.js';
import { parseItem } from '../../../platform/lib/parse-item.js';
import type { Draft } from './draft.js';
import { fingerprintOf } from './fingerprint.js';

export interface Parsed<D extends Draft> {
  readonly draft: D;
  readonly fingerprint: string;
  /** About as many characters as it holds. */
  readonly size: number;
}

export type ParsedItem<D extends Draft> =
  | ({ readonly kind: 'draft' } & Parsed<D>)
  /** Each with a JSON pointer into the item. */
  | { readonly kind: 'faulty'; readonly id: string | null; readonly faults: readonly Fault[] };

/** An item as it was sent, each by itself: what is wrong with one is not the others' fault. */
export function parseDraft<D extends Draft>(schema: z.ZodType<D>, item: unknown): ParsedItem<D> {
  const parsed = parseItem(schema, item);
  if (parsed.kind === 'faulty') return parsed;
  const draft = parsed.value;
  return { kind: 'draft', draft, fingerprint: fingerprintOf(draft), size: sizeOf(draft) };
}

const perRow = 500;

const sizeOf = (draft: object): number =>
  Object.values(draft).reduce<number>(
    (sum, value) => sum + (typeof value === 'string' ? value.length : 0),
    perRow,
  );
