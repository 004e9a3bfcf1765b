import { z } from 'zod';

/** What is said of a file by those headers of its request that say it. */
export const fileHeaders = z.object({
  'content-type': z.string().max(300).optional(),
  'content-length': z.coerce.number().int().min(0).optional(),
});

/** The type without its parameters, and the bytes announced. */
export function saidOf(headers: z.output<typeof fileHeaders>) {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  return {
    contentType: type === '' ? 'application/octet-stream' : type,
    size: headers['content-length'],
  };
}
