import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { readAll, sha256, someBytes, streamOf } from '../../support/storage/bytes.js';
import { expectFault } from '../../support/storage/expect-fault.js';
import { startOddS3, type OddS3 } from '../../support/storage/odd-s3.js';

const idleMs = 400;
const bytes = someBytes(32 * 1024 * 1024);
let service: OddS3 | undefined;

afterEach(async () => {
  await service?.close();
  service = undefined;
});

async function bodyFrom(answer: (response: ServerResponse) => void) {
  service = await startOddS3((_request, response) => {
    response.setHeader('content-length', bytes.length);
    answer(response);
  }, idleMs);
  return (await service.backend.read('large')).body;
}

describe('bytes that come from S3', () => {
  it('and break off in the middle are a fault of storage', async () => {
    const body = await bodyFrom((response) => {
      response.write(bytes.subarray(0, 1_000), () => response.destroy());
    });
    const fault = await expectFault(readAll(body), 'unavailable');
    expect(fault.service).toBe('s3');
  });

  it('may be read as slowly as somebody likes', async () => {
    const body = await bodyFrom((response) => response.end(bytes));
    const reading = body[Symbol.asyncIterator]();
    const first = (await reading.next()).value as Buffer;
    // Longer than the service itself may be silent.
    await pause(idleMs * 4);
    const rest: Buffer[] = [];
    for await (const piece of { [Symbol.asyncIterator]: () => reading }) rest.push(piece as Buffer);
    expect(sha256(Buffer.concat([first, ...rest]))).toBe(sha256(bytes));
  });

  it('and stop coming while somebody waits are given up', async () => {
    const body = await bodyFrom((response) => response.write(bytes.subarray(0, 1_000)));
    await expectFault(readAll(body), 'unavailable');
  });

  it('and never begin are given up', async () => {
    await expectFault(
      bodyFrom(() => undefined),
      'unavailable',
    );
  });
});

describe('a large object that is put together in S3', () => {
  const part = (response: ServerResponse) => response.setHeader('etag', '"part"').end();
  const begun =
    '<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>';
  const whole =
    '<CompleteMultipartUploadResult><ETag>"whole"</ETag></CompleteMultipartUploadResult>';

  function answer({ method, url = '' }: IncomingMessage, response: ServerResponse): void {
    if (method === 'PUT') part(response);
    else if (method === 'DELETE') response.writeHead(204).end();
    else if (url.includes('uploads')) response.end(begun);
    // Longer than the service may else be silent.
    else setTimeout(() => response.end(whole), idleMs * 4);
  }

  it('may take its time for that', async () => {
    service = await startOddS3((request, response) => {
      request.resume().once('end', () => {
        answer(request, response);
      });
    }, idleMs);
    expect(await service.backend.write('large', streamOf(bytes))).toEqual({ size: bytes.length });
    expect(service.asked.filter((line) => line.startsWith('POST'))).toHaveLength(2);
  });
});
