import { z } from 'zod';
import type { RowRead } from './parsed-play.js';

/** What the last line of an export says came before it, the first line left out. */
export interface ExportEnd {
  readonly kind: typeof endKind;
  readonly lines: number;
  /** By the kind of line. The first exports did not say it. */
  readonly counts?: Readonly<Record<string, number>> | undefined;
}

export const endKind = 'end';

const count = z.int().min(0);
const end: z.ZodType<ExportEnd> = z.object({
  kind: z.literal(endKind),
  lines: count,
  counts: z.record(z.string(), count).optional(),
});

/** Counts the lines of an export, to hold them against its end. */
export function createLineTally() {
  let lines = 0;
  const counts = new Map<string, number>();
  return {
    /** A line without a kind is one all the same. */
    add(kind: string | undefined): void {
      lines += 1;
      if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    },

    /** What is wrong with an end; undefined: nothing. */
    faultOf(value: unknown): RowRead | undefined {
      const said = end.safeParse(value);
      if (!said.success) return toFault('does not say how many lines there were');
      const apart = differences(said.data, { lines, counts });
      return apart.length === 0 ? undefined : toFault(`says otherwise: ${apart.join('; ')}`);
    },
  };
}

const toFault = (what: string): RowRead =>
  faulty(`is the end of an export, and ${what}. ${exportAgain}`);

export const faulty = (reason: string): RowRead => ({
  kind: 'faulty',
  faults: [{ column: null, reason }],
});

export const exportAgain =
  'The file is not as it was exported: export it again, or keep the good rows';

interface Found {
  readonly lines: number;
  readonly counts: ReadonlyMap<string, number>;
}

function differences(said: ExportEnd, found: Found): string[] {
  const kinds = Object.entries(said.counts ?? {});
  const apart = kinds
    .map(([kind, lines]) => ({ kind, lines, are: found.counts.get(kind) ?? 0 }))
    .filter(({ lines, are }) => lines !== are)
    .map(({ kind, lines, are }) => `${lines} lines of the kind “${kind}”, but there are ${are}`);
  return apart.length === 0 && said.lines !== found.lines
    ? [`${said.lines} lines, but there are ${found.lines}`]
    : apart;
}
