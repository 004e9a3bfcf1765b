import axios from 'axios';
import { describe, expect, it } from '@jest/globals';
import { downloadLinkSchema, uploadLinkSchema } from '../../../src/api/contract/files/link.js';
import { breakingStream, someBytes } from '../../support/storage/bytes.js';
import { codeIn, jsonOf, sha256Of, withFiles } from './with-files.js';

const world = withFiles();
const type = 'application/octet-stream';
const bytes = someBytes(1_000_000, 4);

/** As somebody without a key. */
const outside = (
  method: string,
  url: string,
  [data, contentType = type]: readonly [unknown?, string?] = [],
) => {
  const { pathname, search } = new URL(url);
  return axios.request<Buffer>({
    method,
    url: `${world().url}${pathname}${search}`,
    data,
    responseType: 'arraybuffer',
    headers: data === undefined ? {} : { 'content-type': contentType },
    validateStatus: () => true,
    proxy: false,
    maxRedirects: 0,
  });
};

async function announced(more: object = {}) {
  const ann = await world().someone();
  const data = { name: 'a.bin', content_type: type, size: bytes.length, ...more };
  const answer = await ann.ask('post', '/upload-url', { data });
  if (answer.status !== 201) throw new Error(answer.data.toString());
  return { ann, ...uploadLinkSchema.parse(jsonOf(answer)) };
}

describe('a signed address to upload to', () => {
  it('takes exactly what was announced, once', async () => {
    const { ann, file, upload } = await announced({ sha256: sha256Of(bytes) });
    expect(file).toMatchObject({ status: 'pending', size: bytes.length });
    expect(upload).toMatchObject({
      method: 'PUT',
      headers: { 'content-type': type },
      confirm: false,
    });
    expect(codeIn(await ann.ask('get', `/${file.id}/download`))).toBe('409 file-not-there');
    expect(codeIn(await ann.ask('post', `/${file.id}/complete`))).toBe('409 file-not-there');
    const put = await outside('put', upload.url, [bytes]);
    expect(put.status).toBe(201);
    expect(jsonOf(put)).toMatchObject({ id: file.id, status: 'stored', sha256: sha256Of(bytes) });
    expect(sha256Of((await ann.download(file.id)).data)).toBe(sha256Of(bytes));
    expect(codeIn(await outside('put', upload.url, [someBytes(bytes.length, 5)]))).toBe(
      '409 file-there-already',
    );
    expect(jsonOf(await ann.ask('post', `/${file.id}/complete`))).toMatchObject({ id: file.id });
    expect(JSON.stringify(world().lines)).not.toContain('signature');
  });

  it.each([
    ['another size', someBytes(10), type, '422 file-differs'],
    ['more', someBytes(1_000_001), type, '422 file-differs'],
    ['other bytes', someBytes(1_000_000, 8), type, '422 file-differs'],
    ['another type', bytes, 'image/png', '415 file-refused'],
  ])('refuses %s, and takes the right thing afterwards', async (...[, sent, as, code]) => {
    const { upload } = await announced({ sha256: sha256Of(bytes) });
    expect(codeIn(await outside('put', upload.url, [sent, as]))).toBe(code);
    expect((await outside('put', upload.url, [bytes])).status).toBe(201);
  });

  it('takes it again when the first time broke off', async () => {
    const { upload } = await announced();
    await outside('put', upload.url, [breakingStream(bytes.subarray(0, 500_000))]).catch(
      () => null,
    );
    expect((await outside('put', upload.url, [bytes])).status).toBe(201);
  });

  it('is of no use changed, for another verb, or too late', async () => {
    const { clock } = world();
    const [one, other] = [await announced(), await announced()];
    const changed = (change: (query: URLSearchParams) => void) => {
      const url = new URL(one.upload.url);
      change(url.searchParams);
      return url.href;
    };
    for (const url of [
      changed((query) => {
        query.set('id', other.file.id);
      }),
      changed((query) => {
        query.set('expires', String(Number(query.get('expires')) + 1));
      }),
      changed((query) => {
        query.set('signature', `${query.get('signature') ?? ''}A`);
      }),
      changed((query) => {
        query.set('signature', 'k1.AAAA');
      }),
    ])
      expect(codeIn(await outside('put', url, [bytes]))).toBe('403 link-invalid');
    expect(codeIn(await outside('get', one.upload.url))).toBe('403 link-invalid');
    clock.moveOn(0.26);
    expect(codeIn(await outside('put', one.upload.url, [bytes]))).toBe('403 link-invalid');
  });

  it('is not given for what is not taken', async () => {
    const ann = await world().someone();
    const ask = async (more: object) => {
      const data = { name: 'a', content_type: type, size: 10, ...more };
      return codeIn(await ann.ask('post', '/upload-url', { data }));
    };
    expect(await ask({ content_type: 'application/x-msdownload' })).toBe('415 file-refused');
    expect(await ask({ size: 20_000_001 })).toBe('413 file-too-large');
    expect(await ask({ size: -1 })).toBe('400 invalid-input');
    expect(await ask({ sha256: 'abc' })).toBe('400 invalid-input');
  });
});

describe('a signed address to download from', () => {
  it('gives the file to whoever has it, in parts too, as long as it is good', async () => {
    const { clock } = world();
    const ann = await world().someone();
    const { id } = await ann.kept(bytes);
    const { url } = downloadLinkSchema.parse(jsonOf(await ann.ask('post', `/${id}/download-url`)));
    const got = await outside('get', url);
    expect(sha256Of(got.data)).toBe(sha256Of(bytes));
    expect(got.headers['content-disposition']).toContain('attachment');
    expect(codeIn(await outside('put', url, [bytes]))).toBe('403 link-invalid');
    clock.moveOn(0.26);
    expect(codeIn(await outside('get', url))).toBe('403 link-invalid');
  });
});
