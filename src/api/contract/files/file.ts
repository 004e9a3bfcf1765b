import { z } from 'zod';
import { fileStatuses, type FileView } from '../../../areas/files/index.js';
import { nextCursorSchema } from '../page.js';
import { timeQuery, timeSchema, toTime } from '../time.js';

const size = z.int().min(0);
const sha256 = z
  .string()
  .regex(/^[\da-f]{64}$/, 'expected a SHA-256 as 64 hex digits in lower case');
const name = z.string().min(1).max(1_000);
const contentType = z
  .string()
  .max(200)
  .transform((text) => text.trim().toLowerCase())
  .pipe(
    z.string().regex(/^[a-z]+\/[a-z\d][a-z\d.+-]*$/, 'expected a media type without parameters'),
  );

// Any text: an id that was never given out is not found, whatever it looks like.
export const fileParams = z.strictObject({ id: z.string().min(1).max(100) });

export const uploadQuery = z.strictObject({
  name: name.default('file').describe('Kept in a form any system can keep: no path, no controls.'),
  sha256: sha256.optional().describe('What is sent must have it.'),
  expires_at: timeQuery.optional().describe('Gone from then on.'),
});

export const announceBody = z
  .strictObject({
    name,
    content_type: contentType,
    size: size.describe('Exactly so many bytes.'),
    sha256: sha256.optional(),
    expires_at: timeQuery.optional().describe('The file is gone from then on.'),
  })
  .meta({ id: 'FileAnnouncement' });

export const announceExample = {
  name: '葬送のフリーレン 第1話.srt',
  content_type: 'application/x-subrip',
  size: 48_211,
};

export const fileSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    content_type: z.string(),
    status: z.enum(fileStatuses).describe('`pending`: its bytes have not come yet.'),
    size: size.nullable().describe('Bytes; null while pending, unless announced.'),
    sha256: z.string().nullable().describe('Of its bytes, hex.'),
    expires_at: timeSchema.nullable(),
    created_at: timeSchema,
    stored_at: timeSchema.nullable(),
    missing_since: timeSchema
      .nullable()
      .describe('Since when its bytes are not where they should be; null while all is well.'),
  })
  .meta({ id: 'File' });

export const fileExample: z.infer<typeof fileSchema> = {
  id: 'b7a1f0a2-4a68-4a8e-9a51-0c6f0d6f3c11',
  name: '葬送のフリーレン 第1話.srt',
  content_type: 'application/x-subrip',
  status: 'stored',
  size: 48_211,
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  expires_at: null,
  created_at: '2026-11-30T12:00:00.000Z',
  stored_at: '2026-11-30T12:00:01.000Z',
  missing_since: null,
};

export const filePageSchema = z
  .object({ items: z.array(fileSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'FilePage' });

export const deletedSchema = z.object({ id: z.string() }).meta({ id: 'FileDeleted' });

export const toFileBody = (file: FileView): z.infer<typeof fileSchema> => ({
  id: file.id,
  name: file.name,
  content_type: file.contentType,
  status: file.status,
  size: file.size,
  sha256: file.sha256,
  expires_at: toTime(file.expiresAt),
  created_at: file.createdAt.toISOString(),
  stored_at: toTime(file.storedAt),
  missing_since: toTime(file.missingSince),
});
