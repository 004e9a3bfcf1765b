/** Values of one set of labels by how large they were, as far as they are known elsewhere. */
export interface Spread {
  readonly labels: Readonly<Record<string, string>>;
  /** How many lie in each bucket alone, the last one without an upper bound: one more than there are bounds. */
  readonly counts: readonly number[];
  readonly sum: number;
}

interface SpreadFamily {
  readonly name: string;
  readonly help: string;
  /** Upper bounds of buckets, themselves included; the smallest first. */
  readonly bounds: readonly number[];
}

/**
 * A histogram in the text format of Prometheus. Written here because those of the library count what they are shown one by one,
 * and cannot be told what was counted elsewhere. Nothing where nothing is known.
 */
export function spreadText(
  { name, help, bounds }: SpreadFamily,
  spreads: readonly Spread[],
): string {
  const lines = spreads.flatMap(({ labels, counts, sum }) => {
    const upTo = (place: number) =>
      counts.slice(0, place + 1).reduce((total, count) => total + count, 0);
    const buckets = [...bounds.map(String), '+Inf'].map(
      (le, place) => `${name}_bucket${inBraces({ ...labels, le })} ${upTo(place)}`,
    );
    const all = inBraces(labels);
    return [...buckets, `${name}_sum${all} ${sum}`, `${name}_count${all} ${upTo(bounds.length)}`];
  });
  if (lines.length === 0) return '';
  return `\n${[`# HELP ${name} ${help}`, `# TYPE ${name} histogram`, ...lines].join('\n')}\n`;
}

const inBraces = (labels: Readonly<Record<string, string>>): string =>
  `{${Object.entries(labels)
    .map(([label, value]) => `${label}="${escaped(value)}"`)
    .join(',')}}`;

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
