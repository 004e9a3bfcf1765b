/** What a `Range` asks of so many bytes; both ends inclusive. */
export type AskedRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly first: number; readonly last: number }
  | { readonly kind: 'none' };

const whole = { kind: 'whole' } as const;

/** RFC 9110: what is not understood, and several ranges at once, are answered with the whole. */
export function parseRange(header: string | undefined, size: number): AskedRange {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/i.exec(header?.trim() ?? '') ?? [];
  if (from === '' && to === '') return whole;
  if (from === '') return suffix(Number(to), size);
  return between(Number(from), to === '' ? Infinity : Number(to), size);
}

function between(first: number, to: number, size: number): AskedRange {
  if (to < first) return whole;
  return first < size ? { kind: 'part', first, last: Math.min(to, size - 1) } : { kind: 'none' };
}

const suffix = (length: number, size: number): AskedRange =>
  length === 0 || size === 0
    ? { kind: 'none' }
    : { kind: 'part', first: Math.max(size - length, 0), last: size - 1 };
