import type { z } from 'zod';
import type { Fault } from './errors.js';

export type ParsedItem<T> =
  | { readonly kind: 'good'; readonly value: T }
  /** Each with a JSON pointer into the item. */
  | { readonly kind: 'faulty'; readonly id: string | null; readonly faults: readonly Fault[] };

/** An item of many as it was sent, each by itself: what is wrong with one is not the others' fault. */
export function parseItem<T>(schema: z.ZodType<T>, item: unknown): ParsedItem<T> {
  const result = schema.safeParse(item, { error: toMessage });
  return result.success
    ? { kind: 'good', value: result.data }
    : { kind: 'faulty', id: idOf(item), faults: result.error.issues.flatMap(toFaults) };
}

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
