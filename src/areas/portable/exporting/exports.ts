import type { Readable } from 'node:stream';
import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { endKind, type ExportEnd } from '../files/line-tally.js';
import { exportFormat, exportVersion } from '../files/read-lines.js';
import { exportKinds, lineKinds, type ExportFormat, type ExportKind } from './kinds.js';
import { createOutlet, HungUpError, type Outlet } from './outlet.js';
import { writeRows } from './write-rows.js';

export interface ExportsDeps {
  readonly db: Database;
  readonly clock: Clock;
}

export interface ExportWish {
  readonly userId: string;
  readonly format: ExportFormat;
  /** One alone where the format is CSV. */
  readonly kinds: readonly ExportKind[];
}

/** Too many are under way: each holds a connection to the database for as long as its reader takes. */
export class TooManyExportsError extends Error {
  override readonly name = 'TooManyExportsError';
}

export type Exports = ReturnType<typeof createExports>;

const perPerson = 2;
const inAll = 4;

/** A reader who takes longer than this for all of it is too slow; ms. One who stands still for a minute is cut off by the database. */
const longest = 3_600_000;

/** Everything a person has, as it is at one moment, for them to take along. No secret is among it. */
export function createExports({ db, clock }: ExportsDeps) {
  const open: string[] = [];
  return {
    /** Begins one; what is thrown later breaks the stream off. Throws TooManyExportsError. */
    async open(wish: ExportWish): Promise<Readable> {
      if (
        open.length >= inAll ||
        open.filter((userId) => userId === wish.userId).length >= perPerson
      )
        throw new TooManyExportsError('Too many exports are under way; wait until one is done.');
      open.push(wish.userId);
      const outlet = createOutlet();
      await new Promise<void>((resolve, reject) => {
        void carryOut({ db, clock, wish, outlet, onBegin: resolve })
          .then(
            () => {
              outlet.end();
            },
            (error: unknown) => {
              reject(toError(error));
              if (!(error instanceof HungUpError)) outlet.fail(toError(error));
            },
          )
          .finally(() => open.splice(open.indexOf(wish.userId), 1));
      });
      return outlet.stream;
    },
  };
}

const toError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));

interface CarryOut extends ExportsDeps {
  readonly wish: ExportWish;
  readonly outlet: Outlet;
  /** The database answers. */
  readonly onBegin: () => void;
}

/** In one snapshot: what changes meanwhile is not seen. */
const carryOut = ({ db, clock, wish, outlet, onBegin }: CarryOut): Promise<void> =>
  db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT 1`;
      onBegin();
      const write = (text: string) => outlet.write(text);
      if (wish.format === 'jsonl')
        await write(
          toLine({
            format: exportFormat,
            version: exportVersion,
            exported_at: clock.now().toISOString(),
            kinds: wish.kinds,
          }),
        );
      const counts: Record<string, number> = {};
      for (const kind of exportKinds.filter((one) => wish.kinds.includes(one)))
        counts[lineKinds[kind]] = await writeRows(tx, { ...wish, kind }, write);
      if (wish.format === 'jsonl') await write(toLine(endOf(counts)));
    },
    { isolationLevel: 'RepeatableRead', maxWait: 10_000, timeout: longest },
  );

const endOf = (counts: Readonly<Record<string, number>>): ExportEnd => ({
  kind: endKind,
  lines: Object.values(counts).reduce((sum, lines) => sum + lines, 0),
  counts,
});

const toLine = (value: object): string => `${JSON.stringify(value)}\n`;
