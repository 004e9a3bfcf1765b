import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { expectFault } from '../../support/storage/expect-fault.js';
import { startOddS3, type OddS3 } from '../../support/storage/odd-s3.js';

let service: OddS3 | undefined;

afterEach(async () => {
  await service?.close();
  service = undefined;
});

async function whereItAnswers(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<OddS3> {
  service = await startOddS3(answer);
  return service;
}

const always = (status: number, headers: Record<string, string | number> = {}, body = '') =>
  whereItAnswers((_request, response) => response.writeHead(status, headers).end(body));

describe('an answer of S3', () => {
  it('that a bucket is not there is no answer about an object', async () => {
    const { backend } = await always(404);
    await expectFault(backend.find('a/b'), 'refused');
  });

  it('that an object is not there is believed where the bucket is', async () => {
    const { backend } = await whereItAnswers(({ url }, response) =>
      response.writeHead(url?.startsWith('/odd/a/b') === true ? 404 : 200).end(),
    );
    expect(await backend.find('a/b')).toBeUndefined();
  });

  it.each([
    [200, {}],
    [206, {}],
    [206, { 'content-range': 'bytes 0-9/10' }],
  ])('of status %i and %j is none to a range of bytes', async (status, headers) => {
    const { backend } = await always(status, headers, 'all of it!');
    await expectFault(backend.read('a', { first: 5, last: 9 }), 'unavailable');
  });

  it('that the object does not reach so far is understood without its name', async () => {
    const { backend } = await always(416);
    await expectFault(backend.read('a', { first: 5, last: 9 }), 'out-of-range');
  });
});

describe('direct access to S3', () => {
  const wish = { expiresInSeconds: 60, contentType: 'text/plain' };

  it('is given to no key that nobody could read', async () => {
    const { backend, asked } = await always(200);
    const direct = backend.direct;
    if (direct === undefined) throw new Error('S3 gives direct access');
    const key = 'a/../b';
    const read = direct.linkToRead({ ...wish, key, contentDisposition: 'inline' });
    await expectFault(read, 'invalid-key');
    await expectFault(direct.linkToWrite({ ...wish, key, size: 1 }), 'invalid-key');
    await expectFault(direct.move(key, 'b'), 'invalid-key');
    await expectFault(direct.move('b', key), 'invalid-key');
    expect(asked).toEqual([]);
  });

  it('moves nothing that S3 would not copy, and says why', async () => {
    const size = 5 * 1024 ** 3 + 1;
    const { backend, asked } = await always(200, { 'content-length': size });
    const fault = await expectFault(
      backend.direct?.move('large', 'there') ?? Promise.resolve(),
      'too-large',
    );
    expect(fault.message).toMatch('5 GiB');
    expect(asked).toEqual(['HEAD /odd/large']);
    const write = backend.direct?.linkToWrite({ ...wish, key: 'large', size });
    await expectFault(write ?? Promise.resolve(), 'too-large');
  });
});

describe('a sweep of S3', () => {
  const begun = new Date('2026-11-30T12:00:00Z');
  const uploads = `<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>
    <Upload><Key>old</Key><UploadId>1</UploadId><Initiated>${begun.toISOString()}</Initiated></Upload>
    <Upload><Key>young</Key><UploadId>2</UploadId><Initiated>2026-11-30T12:00:01Z</Initiated></Upload>
    <Upload><Key>ageless</Key><UploadId>3</UploadId></Upload></ListMultipartUploadsResult>`;

  it('aborts the uploads that began before then, and no other', async () => {
    const { backend, asked } = await whereItAnswers(({ method }, response) =>
      method === 'GET'
        ? response.writeHead(200, { 'content-type': 'application/xml' }).end(uploads)
        : response.writeHead(204).end(),
    );
    expect(await backend.sweep(begun)).toBe(0);
    expect(await backend.sweep(new Date(begun.getTime() + 1))).toBe(1);
    const aborted = asked.filter((request) => request.startsWith('DELETE'));
    expect(aborted.map((request) => request.replace(/[?&]x-id=\w+/, ''))).toEqual([
      'DELETE /odd/old?uploadId=1',
    ]);
  });
});
