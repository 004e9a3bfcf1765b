import { describe, expect, it } from '@jest/globals';
import { someBytes } from '../../support/storage/bytes.js';
import { codeIn, withFiles } from './with-files.js';

const world = withFiles();
const bytes = someBytes(1_000_000, 9);

async function aFile(name = 'a.bin') {
  const ann = await world().someone();
  const query = `?name=${encodeURIComponent(name)}`;
  const { id } = await ann.kept(bytes, 'application/octet-stream', query);
  return {
    id,
    get: (headers?: Readonly<Record<string, string>>) => ann.download(id, headers),
    ann,
  };
}

describe('a download', () => {
  it('is saved under its name, and may do nothing where it is shown', async () => {
    const { get } = await aFile('葬送 "第1話".srt');
    const { status, headers } = await get();
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-length': String(bytes.length),
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    const disposition = String(headers['content-disposition']);
    expect(disposition).toMatch(/^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''/);
    expect(decodeURIComponent(disposition.split("UTF-8''")[1] ?? '')).toBe('葬送 _第1話_.srt');
  });

  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=10-19', 10, 19],
    ['bytes=999990-', 999_990, 999_999],
    ['bytes=-5', 999_995, 999_999],
    ['bytes=999999-2000000', 999_999, 999_999],
    ['bytes=-2000000', 0, 999_999],
  ])('of %s has these bytes alone', async (range, first, last) => {
    const { get } = await aFile();
    const { status, headers, data } = await get({ range });
    expect(status).toBe(206);
    expect(headers['content-range']).toBe(`bytes ${first}-${last}/1000000`);
    expect(data.equals(bytes.subarray(first, last + 1))).toBe(true);
  });

  it.each(['bytes=1000000-', 'bytes=1000000-1000001', 'bytes=-0'])(
    'of %s, where nothing is, says how much there is',
    async (range) => {
      const { get } = await aFile();
      const answer = await get({ range });
      expect(codeIn(answer)).toBe('416 range-not-satisfiable');
      expect(answer.headers['content-range']).toBe('bytes */1000000');
    },
  );

  it.each(['bytes=5-1', 'bytes=a-b', 'lines=1-2', 'bytes=0-1,5-6', 'bytes=-'])(
    'of %s is the whole',
    async (range) => {
      const { get } = await aFile();
      const { status, data } = await get({ range });
      expect(status).toBe(200);
      expect(data).toHaveLength(bytes.length);
    },
  );

  it('is not sent to who has it, and a part only of the same', async () => {
    const { get } = await aFile();
    const { headers } = await get();
    const etag = String(headers['etag']);
    expect((await get({ 'if-none-match': `"x", W/${etag}` })).status).toBe(304);
    expect((await get({ 'if-none-match': '"x"' })).status).toBe(200);
    expect((await get({ range: 'bytes=0-1', 'if-range': etag })).status).toBe(206);
    expect((await get({ range: 'bytes=0-1', 'if-range': '"x"' })).status).toBe(200);
  });

  it('is asked for by its head alone', async () => {
    const { id, ann } = await aFile();
    const answer = await ann.ask('head', `/${id}/download`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-length']).toBe('1000000');
    expect(answer.data).toHaveLength(0);
  });

  it('of bytes that are lost says so, and the file once it was looked for', async () => {
    const { backend, files } = world();
    const { id, get, ann } = await aFile();
    const { objectKey } = await world().db.storedFile.findUniqueOrThrow({ where: { id } });
    await backend.delete(objectKey);
    expect(codeIn(await get())).toBe('404 file-lost');
    expect(await files.reconcile()).toMatchObject({ missing: 1 });
    const shown = await ann.ask('get', `/${id}`);
    expect(JSON.parse(shown.data.toString())).toMatchObject({ missing_since: expect.any(String) });
    expect(await files.reconcile()).toMatchObject({ missing: 1, found: 0 });
    await ann.ask('delete', `/${id}`);
    expect(await files.reconcile()).toMatchObject({ missing: 0 });
  });
});
