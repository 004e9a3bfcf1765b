type Row = Readonly<Record<string, string | number>>;

export interface BenchOptions {
  readonly scale: readonly string[];
  /** What is measured, without the warm-up. */
  readonly rounds?: number | undefined;
  readonly seed?: string | undefined;
  readonly minutes?: number | undefined;
}

export type Bench = (options: BenchOptions, say: (line: string) => void) => Promise<BenchResult>;

export interface BenchResult {
  /** Whether requests upstream are held back to the services' limits. */
  readonly limiter: string;
  /** What is counted, and how often. */
  readonly notes: readonly string[];
  readonly rows: readonly Row[];
  /** Further tables, each under its heading. */
  readonly more?: readonly { readonly heading: string; readonly rows: readonly Row[] }[];
  /** Everything, for `--json`. */
  readonly raw: unknown;
  /** Set where the bench is a test too and was not passed. */
  readonly failure?: string | undefined;
}

export const limitsOff = 'off, on either side';

/** Lines of `key value`, notes, and tables. */
export function renderResult(where: Row, { limiter, notes, rows, more }: BenchResult): string {
  const head = Object.entries({ ...where, limiter }).map(
    ([name, value]) => `${name.padEnd(14)} ${value}`,
  );
  const tables = (more ?? []).flatMap((table) => ['', table.heading, '', ...toLines(table.rows)]);
  return [...head, '', ...notes, '', ...toLines(rows), ...tables].join('\n');
}

function toLines(rows: readonly Row[]): readonly string[] {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = [columns, ...rows.map((row) => columns.map((name) => String(row[name] ?? '')))];
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)));
  return cells.map((line) =>
    line
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** The middle one, the lower of two. */
export const median = (values: readonly number[]): number => percentile(values, 50);

/** The lowest value that is not exceeded by so many per cent of all. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.max(Math.ceil((sorted.length * percent) / 100) - 1, 0)] ?? 0;
}

/** With one decimal, or two below 10. */
export const ratio = (of: number, to: number): number =>
  to === 0 ? 0 : Number((of / to).toFixed(of / to < 10 ? 2 : 1));

export const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, one) => sum + one, 0);
