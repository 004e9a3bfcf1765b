import type { z } from 'zod';
import type { Fault } from '../../../platform/lib/errors.js';
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
  const result = schema.safeParse(item, { error: toMessage });
  if (!result.success)
    return { kind: 'faulty', id: idOf(item), faults: result.error.issues.flatMap(toFaults) };
  const draft = result.data;
  return { kind: 'draft', draft, fingerprint: fingerprintOf(draft), size: sizeOf(draft) };
}

const perRow = 500;

const sizeOf = (draft: object): number =>
  Object.values(draft).reduce<number>(
    (sum, value) => sum + (typeof value === 'string' ? value.length : 0),
    perRow,
  );

/** For the answer alone; an id that cannot be read is told as none. */
function idOf(item: unknown): string | null {
  if (typeof item !== 'object' || item === null || !('id' in item)) return null;
  return typeof item.id === 'string' ? item.id.slice(0, 200) : null;
}

function toMessage(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'invalid_type' || issue.input !== undefined) return undefined;
  return `is required (${issue.expected})`;
}

function toFaults({ path, message, ...issue }: z.core.$ZodIssue): Fault[] {
  if (issue.code !== 'unrecognized_keys') return [{ place: toPointer(path), message }];
  return issue.keys.map((key) => ({ place: toPointer([...path, key]), message: 'unknown field' }));
}

const toPointer = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
