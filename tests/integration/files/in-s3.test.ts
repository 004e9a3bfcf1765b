import axios from 'axios';
import { describe, expect, it } from '@jest/globals';
import { uploadLinkSchema } from '../../../src/api/contract/files/link.js';
import { someBytes } from '../../support/storage/bytes.js';
import { codeIn, jsonOf, sha256Of, withFiles } from './with-files.js';

const world = withFiles({ backend: 's3', settings: { redirects: true } });
const type = 'application/octet-stream';
const bytes = someBytes(1_000_000, 4);

const put = (url: string, data: Buffer) =>
  axios.put(url, data, {
    headers: { 'content-type': type },
    validateStatus: () => true,
    proxy: false,
  });

async function announced(more: object = {}) {
  const ann = await world().someone();
  const data = { name: '第1話.bin', content_type: type, size: bytes.length, ...more };
  const answer = await ann.ask('post', '/upload-url', { data });
  return { ann, ...uploadLinkSchema.parse(jsonOf(answer)) };
}

const objectsIn = async () => (await world().backend.query({ prefix: '', limit: 1_000 })).items;

describe('files in S3', () => {
  it('are uploaded through us too', async () => {
    const ann = await world().someone();
    const large = someBytes(12_000_000, 2);
    const { id } = await ann.kept(large);
    const sent = await ann.download(id);
    expect(sent.status).toBe(302);
    const got = await axios.get<Buffer>(String(sent.headers['location']), {
      responseType: 'arraybuffer',
      headers: { range: 'bytes=11999990-' },
      proxy: false,
    });
    expect(got.status).toBe(206);
    expect(got.data.equals(large.subarray(11_999_990))).toBe(true);
    expect(String(got.headers['content-disposition'])).toContain('attachment');
  });

  it('are put there without passing through us, and looked at before they count', async () => {
    const { ann, file, upload } = await announced({ sha256: sha256Of(bytes) });
    expect(upload.confirm).toBe(true);
    const signed = new URL(upload.url).searchParams.get('X-Amz-SignedHeaders')?.split(';');
    expect(signed).toEqual(['content-length', 'content-type', 'host']);
    expect(codeIn(await ann.ask('post', `/${file.id}/complete`))).toBe('409 file-not-there');
    expect((await put(upload.url, bytes)).status).toBe(200);
    const done = await ann.ask('post', `/${file.id}/complete`);
    expect(jsonOf(done)).toMatchObject({ status: 'stored', sha256: sha256Of(bytes) });
    expect(jsonOf(await ann.ask('post', `/${file.id}/complete`))).toEqual(jsonOf(done));
    const sent = await ann.download(file.id);
    const got = await axios.get<Buffer>(String(sent.headers['location']), {
      responseType: 'arraybuffer',
      proxy: false,
    });
    expect(sha256Of(got.data)).toBe(sha256Of(bytes));
    expect(decodeURIComponent(String(got.headers['content-disposition']))).toContain('第1話.bin');
    expect(JSON.stringify(world().lines)).not.toContain('X-Amz');
  });

  it.each([
    ['another size', someBytes(10)],
    ['other bytes', someBytes(1_000_000, 8)],
  ])('with %s do not count, and the right ones do afterwards', async (_what, wrong) => {
    const before = (await objectsIn()).length;
    const { ann, file, upload } = await announced({ sha256: sha256Of(bytes) });
    await put(upload.url, wrong);
    expect(codeIn(await ann.ask('post', `/${file.id}/complete`))).toBe('422 file-differs');
    expect(await objectsIn()).toHaveLength(before);
    await put(upload.url, bytes);
    expect((await ann.ask('post', `/${file.id}/complete`)).status).toBe(200);
  });

  it('put once more after they were looked at stay as they were; what came late is cleared away', async () => {
    const { clock, files } = world();
    const { ann, file, upload } = await announced();
    await put(upload.url, bytes);
    await ann.ask('post', `/${file.id}/complete`);
    expect((await put(upload.url, someBytes(1_000_000, 7))).status).toBe(200);
    const shown = jsonOf(await ann.ask('get', `/${file.id}`));
    expect(shown).toMatchObject({ sha256: sha256Of(bytes) });
    const late = `files/incoming/${file.id}`;
    expect(await files.reconcile()).toMatchObject({ orphans: 1, orphansRemoved: 0 });
    expect((await files.orphans(10)).map(({ key }) => key)).toEqual([late]);
    clock.moveOn(25);
    expect(await files.reconcile()).toMatchObject({ orphans: 1, orphansRemoved: 1, missing: 0 });
    expect(await files.orphans(10)).toEqual([]);
    expect(await world().backend.find(late)).toBeUndefined();
  });

  it('that were announced and never came are given up, with what came too late', async () => {
    const { clock, files } = world();
    const { ann, file, upload } = await announced();
    clock.moveOn(24);
    expect(await files.reconcile()).toMatchObject({ removed: 0 });
    await put(upload.url, bytes);
    expect(await files.reconcile()).toMatchObject({ orphans: 0 });
    clock.moveOn(0.5);
    expect(await files.reconcile()).toMatchObject({ removed: 1, orphans: 0 });
    expect(codeIn(await ann.ask('get', `/${file.id}`))).toBe('404 not-found');
    expect(await world().backend.find(`files/incoming/${file.id}`)).toBeUndefined();
  });
});
