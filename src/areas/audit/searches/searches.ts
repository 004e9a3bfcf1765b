import { z } from 'zod';
import {
  queryRows,
  sql,
  type Database,
  type DatabaseSession,
} from '../../../platform/database/index.js';
import { NotFoundError } from '../../../platform/lib/errors.js';
import { fold } from '../words/fold.js';

export interface SavedSearch {
  readonly id: string;
  readonly name: string;
  /** As the parameters of the list. */
  readonly query: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface NewSearch {
  readonly name: string;
  readonly query: object;
}

/** Why a search is not kept. */
export class SearchRefusedError extends Error {
  override readonly name = 'SearchRefusedError';
  constructor(
    readonly kind: 'name-taken' | 'too-many',
    message: string,
  ) {
    super(message);
  }
}

/** Per person. */
export const mostSearches = 50;

/** Filters a person comes back to. */
export interface Searches {
  /** By name. */
  list(userId: string): Promise<readonly SavedSearch[]>;
  /** Throws NotFoundError. */
  find(userId: string, id: string): Promise<SavedSearch>;
  /** Throws SearchRefusedError. */
  save(userId: string, search: NewSearch): Promise<SavedSearch>;
  /** Throws NotFoundError, SearchRefusedError `name-taken`. */
  replace(userId: string, id: string, search: NewSearch): Promise<SavedSearch>;
  /** Answers it as it was. Throws NotFoundError. */
  remove(userId: string, id: string): Promise<SavedSearch>;
}

const row = z
  .object({
    id: z.string(),
    name: z.string(),
    query: z.record(z.string(), z.unknown()),
    created_at: z.date(),
    updated_at: z.date(),
  })
  .transform(({ created_at: createdAt, updated_at: updatedAt, ...rest }) => ({
    ...rest,
    createdAt,
    updatedAt,
  }));

const columns = sql`id::text, name, query, created_at, updated_at`;

export function createSearches(db: Database): Searches {
  return {
    list: (userId) =>
      queryRows(
        db,
        row,
        sql`SELECT ${columns} FROM audit_searches WHERE user_id = ${userId} ORDER BY name_key`,
      ),
    async find(userId, id) {
      const found = await queryRows(
        db,
        row,
        sql`SELECT ${columns} FROM audit_searches WHERE user_id = ${userId} AND id = ${id}::uuid`,
      );
      return theOne(found);
    },
    save: (userId, search) => save(db, userId, search),
    replace: (userId, id, search) => replace(db, { userId, id }, search),
    async remove(userId, id) {
      const removed = await queryRows(
        db,
        row,
        sql`DELETE FROM audit_searches WHERE user_id = ${userId} AND id = ${id}::uuid RETURNING ${columns}`,
      );
      return theOne(removed);
    },
  };
}

/** One at a time per person: limit and names hold, whoever asks at once. */
const alone = <T>(
  db: Database,
  userId: string,
  work: (tx: DatabaseSession) => Promise<T>,
): Promise<T> =>
  db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`audit searches/${userId}`}, 0))`;
    return work(tx);
  });

const save = (db: Database, userId: string, { name, query }: NewSearch): Promise<SavedSearch> =>
  alone(db, userId, async (tx) => {
    const count = await tx.auditSearch.count({ where: { userId } });
    if (count >= mostSearches)
      throw new SearchRefusedError('too-many', `A person may keep ${mostSearches} searches.`);
    await assertFree(tx, { userId, name });
    const made = await queryRows(
      tx,
      row,
      sql`INSERT INTO audit_searches (id, user_id, name, name_key, query)
        VALUES (gen_random_uuid(), ${userId}, ${name}, ${fold(name)}, ${JSON.stringify(query)}::jsonb) RETURNING ${columns}`,
    );
    return theOne(made);
  });

const replace = (
  db: Database,
  { userId, id }: { readonly userId: string; readonly id: string },
  { name, query }: NewSearch,
): Promise<SavedSearch> =>
  alone(db, userId, async (tx) => {
    await assertFree(tx, { userId, name, except: id });
    const changed = await queryRows(
      tx,
      row,
      sql`UPDATE audit_searches SET name = ${name}, name_key = ${fold(name)}, query = ${JSON.stringify(query)}::jsonb,
        updated_at = now() WHERE user_id = ${userId} AND id = ${id}::uuid RETURNING ${columns}`,
    );
    return theOne(changed);
  });

interface Wanted {
  readonly userId: string;
  readonly name: string;
  readonly except?: string;
}

async function assertFree(tx: DatabaseSession, { userId, name, except }: Wanted): Promise<void> {
  const other = await tx.auditSearch.findUnique({
    where: { userId_nameKey: { userId, nameKey: fold(name) } },
  });
  if (other !== null && other.id !== except) throw nameTaken(name);
}

const nameTaken = (name: string): SearchRefusedError =>
  new SearchRefusedError('name-taken', `You have a search called ${name} already.`);

function theOne([search]: readonly SavedSearch[]): SavedSearch {
  if (search === undefined) throw new NotFoundError('You have no such search.');
  return search;
}
