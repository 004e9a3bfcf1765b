import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';

interface Where {
  readonly url: string;
  readonly key: string;
}

export interface Transfer {
  readonly seconds: number;
  readonly sha256: string;
}

const piece = randomBytes(1024 * 1024);

/** So many bytes, made as they are taken. */
export async function sendFile(
  { url, key }: Where,
  bytes: number,
): Promise<Transfer & { id: string }> {
  const began = performance.now();
  const hash = createHash('sha256');
  const sending = request(`${url}/api/v1/storage/files/upload?name=bench.bin`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/octet-stream',
      'content-length': bytes,
    },
  });
  const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
  for (let left = bytes; left > 0; left -= piece.length) {
    const part = left < piece.length ? piece.subarray(0, left) : piece;
    hash.update(part);
    if (!sending.write(part)) await once(sending, 'drain');
  }
  sending.end();
  const [answer] = await answered;
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += String(chunk);
  if (answer.statusCode !== 201) throw new Error(`${answer.statusCode ?? ''} ${text}`);
  const { id } = JSON.parse(text) as { id: string };
  return { id, seconds: (performance.now() - began) / 1_000, sha256: hash.digest('hex') };
}

/** Read to its end, and let go. */
export async function fetchFile({ url, key }: Where, id: string): Promise<Transfer> {
  const began = performance.now();
  const hash = createHash('sha256');
  const asking = request(`${url}/api/v1/storage/files/${id}/download`, {
    headers: { authorization: `Bearer ${key}` },
  }).end();
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  for await (const part of answer) hash.update(part as Buffer);
  return { seconds: (performance.now() - began) / 1_000, sha256: hash.digest('hex') };
}
