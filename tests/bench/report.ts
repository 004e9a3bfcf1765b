import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';

/** What any figure depends on. */
export const surroundings = () => ({
  cpu: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
  memoryGiB: Math.round(totalmem() / 1024 ** 3),
  system: `${process.platform} ${release()} ${process.arch}`,
  node: process.version,
  commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
  /** Above the number of CPUs somebody else worked too: trust the ratios, not the times. */
  loadAtStart: loadavg()[0]?.toFixed(1),
  limiter: 'off, on either side',
});

export interface BenchResult {
  /** What is counted, and how often. */
  readonly notes: readonly string[];
  readonly rows: readonly Readonly<Record<string, string | number>>[];
  /** Everything, for `--json`. */
  readonly raw: unknown;
}

/** Lines of `key value`, notes, and a table. */
export function renderResult(where: object, { notes, rows }: BenchResult): string {
  const head = Object.entries(where).map(([name, value]) => `${name.padEnd(12)} ${String(value)}`);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = [columns, ...rows.map((row) => columns.map((name) => String(row[name] ?? '')))];
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)));
  const table = cells.map((line) =>
    line
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...head, '', ...notes, '', ...table].join('\n');
}
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
