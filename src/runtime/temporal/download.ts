import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { messageOf } from '../../platform/lib/errors.js';

/** Seconds until the answer to a small question must be there. */
const questionSeconds = 10;
/** Seconds a download may take altogether. */
const downloadSeconds = 600;

/** Asks an address for a short text; throws on anything but success. */
export async function fetchText(url: string, accept: string): Promise<string> {
  const response = await ask(url, { accept, seconds: questionSeconds });
  return response.text();
}

/** Stores what an address serves in a file. */
export async function downloadTo(url: string, file: string): Promise<void> {
  const { body } = await ask(url, { accept: '*/*', seconds: downloadSeconds });
  if (body === null) throw new Error(`${url} answered with nothing`);
  await pipeline(Readable.fromWeb(body), createWriteStream(file));
}

async function ask(
  url: string,
  { accept, seconds }: { accept: string; seconds: number },
): Promise<Response> {
  try {
    const signal = AbortSignal.timeout(seconds * 1000);
    const response = await fetch(url, { headers: { accept }, signal });
    if (response.ok) return response;
    throw new Error(`status ${response.status}`);
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    throw new Error(`${url}: ${messageOf(cause ?? error)}`, { cause: error });
  }
}

/** Throws unless the file has this SHA-256 (hex). */
export async function assertSha256(file: string, expected: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const found = hash.digest('hex');
  if (found !== expected) {
    throw new Error(
      `the download has sha256 ${found}, not the expected ${expected}: it is not used`,
    );
  }
}
