import { z } from 'zod';
import { queryRows, sql, type Database } from '../../platform/database/index.js';
import { NotFoundError } from '../../platform/lib/errors.js';
import { parseCursor, toPage, type Page, type PageWish } from '../../platform/lib/page-cursor.js';
import { fileStatuses, type FileView, type FileWish } from './file.js';
import type { Inspected } from './receiving/inspect.js';

const fileRow = z.object({
  id: z.string(),
  userId: z.string(),
  name: z.string(),
  contentType: z.string(),
  status: z.enum(fileStatuses),
  size: z.bigint().nullable(),
  sha256: z.string().nullable(),
  objectKey: z.string(),
  incomingKey: z.string().nullable(),
  uploadExpiresAt: z.date(),
  expiresAt: z.date().nullable(),
  createdAt: z.date(),
  storedAt: z.date().nullable(),
  missingSince: z.date().nullable(),
});

/** A file, and where its bytes are. */
export type FileRow = Omit<z.output<typeof fileRow>, 'size'> & { readonly size: number | null };

const toRow = ({ size, ...row }: z.output<typeof fileRow>): FileRow => ({
  ...row,
  size: size === null ? null : Number(size),
});

export const toView = ({
  id,
  name,
  contentType,
  status,
  size,
  sha256,
  ...times
}: FileRow): FileView => ({
  ...{ id, name, contentType, status, size, sha256 },
  expiresAt: times.expiresAt,
  createdAt: times.createdAt,
  storedAt: times.storedAt,
  missingSince: times.missingSince,
});

const columns = sql`id::text AS id, user_id AS "userId", name, content_type AS "contentType", status, size, sha256,
  object_key AS "objectKey", incoming_key AS "incomingKey", upload_expires_at AS "uploadExpiresAt", expires_at AS "expiresAt",
  created_at AS "createdAt", stored_at AS "storedAt", missing_since AS "missingSince"`;

/** What nobody sees: on its way out, or expired. */
const seen = (now: Date) =>
  sql`status <> 'removing' AND (expires_at IS NULL OR expires_at > ${now})`;

export interface BegunFile extends FileWish {
  readonly id: string;
  readonly objectKey: string;
  readonly incomingKey?: string | undefined;
  readonly uploadExpiresAt: Date;
  readonly createdAt: Date;
}

/** Which attempt at writing a file is meant. */
export interface Attempt {
  readonly id: string;
  readonly objectKey: string;
}

const idForm = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

export type FileStore = ReturnType<typeof createFileStore>;

/** The rows of files. One stands before its object does, and outlives it. */
export const createFileStore = (db: Database) => ({
  ...createFileMoves(db),
  ...createFileViews(db),
});

const createFileMoves = (db: Database) => ({
  /** False where there is one of this id. */
  async begin({ size, sha256, expiresAt, incomingKey, ...file }: BegunFile): Promise<boolean> {
    const { count } = await db.storedFile.createMany({
      data: {
        ...file,
        size: size === undefined ? null : BigInt(size),
        sha256: sha256 ?? null,
        expiresAt: expiresAt ?? null,
        incomingKey: incomingKey ?? null,
      },
      skipDuplicates: true,
    });
    return count === 1;
  },
  /** From now on this attempt is the one that counts. False where the file is not pending. */
  async takeOver({ id, objectKey }: Attempt, uploadExpiresAt?: Date): Promise<boolean> {
    const { count } = await db.storedFile.updateMany({
      where: { id, status: 'pending' },
      data: { objectKey, ...(uploadExpiresAt === undefined ? {} : { uploadExpiresAt }) },
    });
    return count === 1;
  },
  /** False where another attempt was faster, or the file is gone. */
  async complete({ id, objectKey }: Attempt, found: Inspected, storedAt: Date): Promise<boolean> {
    const { size, ...facts } = found;
    const { count } = await db.storedFile.updateMany({
      where: { id, objectKey, status: 'pending' },
      data: { ...facts, size: BigInt(size), status: 'stored', incomingKey: null, storedAt },
    });
    return count === 1;
  },
  /** Of an attempt that failed. */
  async forget({ id, objectKey }: Attempt): Promise<void> {
    await db.storedFile.deleteMany({ where: { id, objectKey, status: 'pending' } });
  },
});

const createFileViews = (db: Database) => ({
  /** Throws NotFoundError. Of anybody where no person is named. */
  async find(id: string, now: Date, userId?: string): Promise<FileRow> {
    const rows = idForm.test(id)
      ? await queryRows(
          db,
          fileRow,
          sql`SELECT ${columns} FROM files WHERE id = ${id}::uuid AND ${seen(now)}
            AND (${userId ?? null}::text IS NULL OR user_id = ${userId ?? null})`,
        )
      : [];
    const [row] = rows;
    if (row === undefined)
      throw new NotFoundError(`No file of yours has the id ${JSON.stringify(id.slice(0, 60))}.`);
    return toRow(row);
  },
  /** Newest first. Throws InputError for a cursor that is not ours. */
  async list(userId: string, now: Date, { limit, cursor }: PageWish): Promise<Page<FileView>> {
    const place = cursor === undefined ? undefined : parseCursor(cursor, z.uuid());
    const behind =
      place === undefined ? sql`true` : sql`(created_at, id) < (${place.at}, ${place.id}::uuid)`;
    const rows = await queryRows(
      db,
      fileRow,
      sql`SELECT ${columns} FROM files WHERE user_id = ${userId} AND ${seen(now)} AND ${behind}
        ORDER BY created_at DESC, id DESC LIMIT ${limit + 1}`,
    );
    return toPage(rows.map(toRow), limit, {
      place: ({ createdAt: at, id }) => ({ at, id }),
      item: toView,
    });
  },
});
