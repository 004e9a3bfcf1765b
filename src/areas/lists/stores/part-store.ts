import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';

/** Texts as they were sent last, and as Trakt showed them in its answer: it may write emojis in its own way. */
const sentTexts = z.object({
  sent: z.object({ name: z.string(), description: z.string() }),
  shown: z.object({ name: z.string(), description: z.string() }),
});
export type SentTexts = Readonly<z.infer<typeof sentTexts>>;

const partRow = z.object({
  part: z.int(),
  traktListId: z.bigint().transform(Number).nullable(),
  intendedAt: z.date().nullable(),
  linkedAt: z.date().nullable(),
  writtenAt: z.date().nullable(),
  sentTexts: sentTexts.nullable(),
});
export type PartRecord = Readonly<z.output<typeof partRow>>;

export interface OfPart {
  readonly listId: string;
  /** From 1. */
  readonly part: number;
}

export interface MadeList {
  readonly traktListId: number;
  readonly slug: string | null;
}

export type PartStore = ReturnType<typeof createPartStore>;

/** Our lists on Trakt. */
export function createPartStore({ db }: { readonly db: Database }) {
  const where = ({ listId, part }: OfPart) => ({ listId, part });
  return {
    all: (listId: string): Promise<readonly PartRecord[]> =>
      queryRows(
        db,
        partRow,
        sql`SELECT part, trakt_list_id AS "traktListId", intended_at AS "intendedAt", linked_at AS "linkedAt",
          written_at AS "writtenAt", sent_texts AS "sentTexts" FROM list_parts WHERE list_id = ${listId}::uuid ORDER BY part`,
      ),

    /** Trakt is about to be asked to make it: whatever becomes of the answer, this is known. */
    async intend({ listId, part }: OfPart, at: Date): Promise<void> {
      await db.$executeRaw`INSERT INTO list_parts (list_id, part, intended_at) VALUES (${listId}::uuid, ${part}, ${at})
        ON CONFLICT (list_id, part) DO UPDATE SET trakt_list_id = NULL, slug = NULL, intended_at = ${at}, linked_at = NULL,
          written_at = NULL, sent_texts = NULL`;
    },

    /** Trakt said it made none. */
    async withdraw(of: OfPart): Promise<void> {
      await db.listPart.updateMany({ where: where(of), data: { intendedAt: null } });
    },

    async link(of: OfPart, { traktListId, slug }: MadeList, at: Date): Promise<void> {
      const made = { traktListId: BigInt(traktListId), slug, intendedAt: null, linkedAt: at };
      await db.listPart.upsert({
        where: { listId_part: where(of) },
        create: { ...where(of), ...made },
        update: made,
      });
    },

    async wrote(of: OfPart, at: Date, texts?: SentTexts): Promise<void> {
      await db.listPart.updateMany({
        where: where(of),
        data: { writtenAt: at, ...(texts === undefined ? {} : { sentTexts: texts }) },
      });
    },

    async forget(of: OfPart): Promise<void> {
      await db.listPart.deleteMany({ where: where(of) });
    },
  };
}
