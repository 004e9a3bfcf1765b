import { z } from 'zod';
import type { Download } from '../../../areas/files/index.js';
import { parseRange } from '../../byte-ranges.js';
import { Problem } from '../../problem.js';

export const downloadHeaders = z.object({
  range: z
    .string()
    .max(1_000)
    .optional()
    .describe('`bytes=0-499`, `bytes=500-`, `bytes=-500`; one range.'),
  'if-range': z.string().max(1_000).optional(),
  'if-none-match': z.string().max(1_000).optional(),
});

export const downloadResponses = {
  200: { description: 'The whole file, whatever its type.', type: '*/*' },
  206: { description: 'The bytes asked for.', type: '*/*' },
  302: {
    description: 'The service that keeps it gives it out; `Location` is good for some time.',
    isEmpty: true,
  },
  304: { description: 'You have it already.', isEmpty: true },
} as const;

/** What is uploaded is nobody's page: it is saved, never shown, and may do nothing where it is shown all the same. */
const harmless = {
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'cache-control': 'private, no-cache',
};

type Asked = z.output<typeof downloadHeaders>;

export async function answerDownload(
  { file, disposition, redirect, read }: Download,
  asked: Asked,
) {
  const etag = `"${file.sha256}"`;
  const headers = {
    ...harmless,
    etag,
    'accept-ranges': 'bytes',
    'content-disposition': disposition,
  };
  if (isKnown(asked['if-none-match'], etag)) return { status: 304, headers } as const;
  if (redirect !== undefined)
    return { status: 302, headers: { 'cache-control': 'no-store', location: redirect } } as const;
  const isSame = asked['if-range'] === undefined || asked['if-range'] === etag;
  const range = parseRange(isSame ? asked.range : undefined, file.size);
  const type = file.contentType;
  switch (range.kind) {
    case 'none':
      throw new Problem('range-not-satisfiable', `It has ${file.size} bytes.`, {
        headers: { 'content-range': `bytes */${file.size}` },
      });
    case 'whole': {
      const length = { 'content-length': String(file.size) };
      return {
        status: 200,
        headers: { ...headers, ...length },
        content: { type, data: await read() },
      } as const;
    }
    case 'part': {
      const { first, last } = range;
      const part = {
        'content-range': `bytes ${first}-${last}/${file.size}`,
        'content-length': String(last - first + 1),
      };
      const data = await read({ first, last });
      return { status: 206, headers: { ...headers, ...part }, content: { type, data } } as const;
    }
  }
}

const isKnown = (known: string | undefined, etag: string): boolean =>
  known !== undefined &&
  (known.trim() === '*' || known.split(',').some((one) => one.trim().replace(/^W\//, '') === etag));
