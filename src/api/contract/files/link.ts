import { z } from 'zod';
import type { Link } from '../../../areas/files/index.js';
import { timeSchema } from '../time.js';
import { fileExample, fileSchema } from './file.js';

/** Of an address of ours. */
export const signedQuery = z.strictObject({
  id: z.string().min(1).max(100),
  expires: z.coerce.number().int().min(0).max(99_999_999_999).describe('Seconds since 1970.'),
  signature: z.string().min(1).max(200),
});

const linkSchema = z.object({
  url: z.string().describe('Whoever has it needs no key. Keep it as you would a key.'),
  expires_at: timeSchema,
});

export const uploadLinkSchema = z
  .object({
    file: fileSchema,
    upload: linkSchema.extend({
      method: z.literal('PUT'),
      headers: z.record(z.string(), z.string()).describe('To send with it, exactly so.'),
      confirm: z
        .boolean()
        .describe('True: ask POST …/files/{id}/complete once it is sent, for it goes past us.'),
    }),
  })
  .meta({ id: 'FileUploadLink' });

const expiresAt = '2026-11-30T12:15:00.000Z';
const ownUrl = (id: string) =>
  `https://watchflow.example.org/api/v1/storage/files/content?id=${id}&expires=1796040900&signature=k1.mmVw`;

export const uploadLinkExample: z.infer<typeof uploadLinkSchema> = {
  file: { ...fileExample, status: 'pending', sha256: null, stored_at: null },
  upload: {
    method: 'PUT',
    url: ownUrl(fileExample.id),
    headers: { 'content-type': fileExample.content_type },
    confirm: false,
    expires_at: expiresAt,
  },
};

export const downloadLinkSchema = linkSchema.meta({ id: 'FileDownloadLink' });

export const downloadLinkExample: z.infer<typeof downloadLinkSchema> = {
  url: ownUrl(fileExample.id),
  expires_at: expiresAt,
};

/** The whole address of a link. */
export function toUrl(link: Link, publicUrl: string): string {
  if (link.kind === 'direct') return link.url;
  const { id, expires, signature } = link.query;
  const query = new URLSearchParams({ id, expires: String(expires), signature });
  return `${publicUrl}/api/v1/storage/files/content?${query.toString()}`;
}
