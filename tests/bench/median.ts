/** The middle one, the lower of two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** With one decimal, or two below 10. */
export const ratio = (of: number, to: number): number =>
  to === 0 ? 0 : Number((of / to).toFixed(of / to < 10 ? 2 : 1));

export const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, one) => sum + one, 0);
