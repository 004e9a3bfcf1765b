import { z } from 'zod';
import { emptySql, queryRows, sql, type Database } from '../../../platform/database/index.js';
import { InputError, NotFoundError } from '../../../platform/lib/errors.js';
import { codeOf } from '../../../platform/lib/code-of.js';
import {
  parseCursor,
  toPage,
  type Page,
  type PageWish,
} from '../../../platform/lib/page-cursor.js';

/** A key of the relay, and which of our keys it belongs to. */
export interface RelayKeyView {
  readonly id: string;
  readonly name: string;
  readonly apiKeyId: string | null;
  readonly seenAt: Date;
  readonly readAt: Date | null;
}

const row = z.object({
  id: z.string(),
  name: z.string(),
  apiKeyId: z.string().nullable(),
  seenAt: z.date(),
  readAt: z.date().nullable(),
});
const columns = sql`r.id, r.name, k.id AS "apiKeyId", r.seen_at AS "seenAt", r.read_at AS "readAt"`;
const from = sql`relay_keys r LEFT JOIN api_keys k ON k.id = r.api_key_id`;

/** As the client takes them. */
const relayId = z.string().regex(/^[\x21-\x7e]{1,200}$/);

export type RelayKeys = ReturnType<typeof createRelayKeys>;

export function createRelayKeys({ db }: { readonly db: Database }) {
  const find = async (id: string): Promise<RelayKeyView | undefined> => {
    const [found] = await queryRows(
      db,
      row,
      sql`SELECT ${columns} FROM ${from} WHERE r.id = ${id}`,
    );
    return found;
  };
  return {
    find,

    /** Last seen first. Throws InputError for a cursor that is not ours. */
    async page({ limit, cursor }: PageWish): Promise<Page<RelayKeyView>> {
      const place = cursor === undefined ? undefined : parseCursor(cursor, relayId);
      const rows = await queryRows(
        db,
        row,
        sql`SELECT ${columns} FROM ${from}
          ${place === undefined ? emptySql : sql`WHERE (r.seen_at, r.id) < (${place.at}, ${place.id})`}
          ORDER BY r.seen_at DESC, r.id DESC LIMIT ${limit + 1}`,
      );
      return toPage(rows, limit, {
        place: ({ seenAt, id }) => ({ at: seenAt, id }),
        item: (key) => key,
      });
    },

    /** Says whose it is; null: nobody's. Safe to repeat. Throws NotFoundError, InputError where that key has another one. */
    async assign(id: string, apiKeyId: string | null): Promise<RelayKeyView> {
      if (apiKeyId !== null) {
        const key = await db.apiKey.findUnique({ where: { id: apiKeyId }, select: { id: true } });
        if (key === null) throw unusable('there is no such API key');
      }
      try {
        await db.relayKey.updateMany({ where: { id }, data: { apiKeyId } });
      } catch (error) {
        if (codeOf(error) !== notUnique) throw error;
        throw unusable('has another key of the relay already; take it from that one first');
      }
      const found = await find(id);
      if (found === undefined) throw new NotFoundError('The relay has no such key.');
      return found;
    },
  };
}

const notUnique = 'P2002';

const unusable = (message: string) => new InputError('relay key', [{ place: 'apiKeyId', message }]);
