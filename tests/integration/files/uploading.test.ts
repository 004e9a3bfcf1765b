import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { someBytes } from '../../support/storage/bytes.js';
import { codeIn, jsonOf, sha256Of, withFiles } from './with-files.js';

const world = withFiles();

const png = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex'),
  Buffer.alloc(100),
]);

const objectsIn = async () => (await world().backend.query({ prefix: '', limit: 1_000 })).items;

describe('an upload', () => {
  it('is kept with its name, type, size and SHA-256, and comes back byte by byte', async () => {
    const ann = await world().someone();
    const bytes = someBytes(3_000_000);
    const name = encodeURIComponent('葬送のフリーレン 第1話.bin');
    const file = await ann.kept(bytes, 'application/octet-stream', `?name=${name}`);
    expect(file).toMatchObject({
      name: '葬送のフリーレン 第1話.bin',
      status: 'stored',
      size: bytes.length,
      sha256: sha256Of(bytes),
      expires_at: null,
      missing_since: null,
    });
    const got = await ann.download(file.id);
    expect(got.status).toBe(200);
    expect(sha256Of(got.data)).toBe(file.sha256);
    expect(jsonOf(await ann.ask('get', `/${file.id}`))).toEqual(file);
  });

  it('may be empty, and may be text of any script', async () => {
    const ann = await world().someone();
    expect((await ann.kept(Buffer.alloc(0), 'text/plain')).size).toBe(0);
    const text = Buffer.from('旅が終わった。\n');
    const file = await ann.kept(text, 'text/plain; charset=utf-8', '?name=a.txt');
    expect(file.content_type).toBe('text/plain');
  });

  it('is compared with the SHA-256 that is given', async () => {
    const ann = await world().someone();
    const bytes = Buffer.from('hello');
    const good = createHash('sha256').update(bytes).digest('hex');
    expect((await ann.kept(bytes, 'text/plain', `?sha256=${good}`)).sha256).toBe(good);
    const before = (await objectsIn()).length;
    const bad = await ann.upload(bytes, 'text/plain', { query: `?sha256=${'0'.repeat(64)}` });
    expect(codeIn(bad)).toBe('422 file-differs');
    expect(await objectsIn()).toHaveLength(before);
  });

  it.each([
    ['a picture said to be text', png, 'text/plain', '415 file-refused'],
    ['text said to be a picture', Buffer.from('no picture'), 'image/png', '415 file-refused'],
    ['a type nobody takes', Buffer.from('x'), 'application/x-msdownload', '415 file-refused'],
    [
      'a program in disguise',
      Buffer.from('MZ'.padEnd(200, '\0')),
      'application/octet-stream',
      '415 file-refused',
    ],
    ['binary said to be text', Buffer.from('a\0b'), 'text/plain', '415 file-refused'],
    [
      'more than the limit',
      someBytes(20_000_001),
      'application/octet-stream',
      '413 file-too-large',
    ],
  ])('of %s is refused and leaves nothing', async (...[, bytes, type, code]) => {
    const ann = await world().someone();
    const before = (await objectsIn()).length;
    expect(codeIn(await ann.upload(bytes, type))).toBe(code);
    expect(await objectsIn()).toHaveLength(before);
    expect(jsonOf(await ann.ask('get', ''))).toMatchObject({ items: [] });
  });

  it('of a picture said to be anything is known as what it is', async () => {
    const ann = await world().someone();
    expect((await ann.kept(png)).content_type).toBe('image/png');
  });

  it('that says nothing of its length is cut off at the limit', async () => {
    const ann = await world().someone();
    const url = `${world().url}/api/v1/storage/files/upload`;
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sending = request(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${ann.key}`, 'content-type': 'application/octet-stream' },
      });
      sending.on('response', (answer) => {
        resolve(answer.statusCode);
        sending.destroy();
      });
      sending.on('error', reject);
      const piece = someBytes(1_000_000);
      for (let n = 0; n < 22; n += 1) sending.write(piece);
    });
    expect(status).toBe(413);
  });

  it('that breaks off leaves nothing', async () => {
    const ann = await world().someone();
    const before = (await objectsIn()).length;
    const url = `${world().url}/api/v1/storage/files/upload`;
    const sending = request(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${ann.key}`,
        'content-type': 'application/octet-stream',
        'content-length': '10000000',
      },
    });
    sending.on('error', () => undefined);
    sending.write(someBytes(2_000_000));
    const rows = () => world().db.storedFile.count({ where: { userId: ann.userId } });
    await eventually(async () => ((await rows()) > 0 ? true : undefined), 'its row');
    sending.destroy();
    await eventually(async () => ((await rows()) === 0 ? true : undefined), 'its end');
    expect(await objectsIn()).toHaveLength(before);
  });

  it('under an Idempotency-Key is kept once', async () => {
    const ann = await world().someone();
    const again = { 'idempotency-key': 'one-and-the-same' };
    const bytes = someBytes(100_000);
    const first = await ann.upload(bytes, 'application/octet-stream', { headers: again });
    const second = await ann.upload(bytes, 'application/octet-stream', { headers: again });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(jsonOf(second)).toEqual(jsonOf(first));
    const other = await ann.upload(someBytes(100_000, 5), 'application/octet-stream', {
      headers: again,
    });
    expect(codeIn(other)).toBe('409 file-there-already');
    expect(jsonOf(await ann.ask('get', ''))).toMatchObject({ items: [jsonOf(first)] });
  });
});

describe('files', () => {
  it('are listed newest first, by pages', async () => {
    const ann = await world().someone();
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1)
      ids.unshift((await ann.kept(Buffer.from(`file ${n}`), 'text/plain')).id);
    const seen: unknown[] = [];
    let cursor = '';
    do {
      const page = jsonOf(await ann.ask('get', `?limit=2${cursor}`)) as {
        items: { id: string }[];
        next_cursor: string | null;
      };
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor === null ? '' : `&cursor=${page.next_cursor}`;
    } while (cursor !== '');
    expect(seen).toEqual(ids);
  });

  it('belong to who has sent them', async () => {
    const [ann, bob] = [await world().someone(), await world().someone()];
    const { id } = await ann.kept(Buffer.from('mine'), 'text/plain');
    for (const [method, url] of [
      ['get', `/${id}`],
      ['get', `/${id}/download`],
      ['delete', `/${id}`],
      ['post', `/${id}/download-url`],
      ['post', `/${id}/complete`],
    ] as const)
      expect(codeIn(await bob.ask(method, url))).toBe('404 not-found');
    expect(jsonOf(await bob.ask('get', ''))).toMatchObject({ items: [] });
    expect((await ann.download(id)).data.toString()).toBe('mine');
  });

  it('are gone when they are deleted, with their bytes', async () => {
    const ann = await world().someone();
    const before = (await objectsIn()).length;
    const { id } = await ann.kept(Buffer.from('mine'), 'text/plain');
    expect((await ann.ask('delete', `/${id}`)).status).toBe(200);
    for (const url of [`/${id}`, `/${id}/download`])
      expect(codeIn(await ann.ask('get', url))).toBe('404 not-found');
    expect(codeIn(await ann.ask('delete', `/${id}`))).toBe('404 not-found');
    expect(await objectsIn()).toHaveLength(before);
  });

  it('are gone from the moment they expire, and their bytes with the next cleaning up', async () => {
    const { clock, files } = world();
    const ann = await world().someone();
    const at = new Date(clock.now().getTime() + 3_600_000).toISOString();
    const { id } = await ann.kept(Buffer.from('brief'), 'text/plain', `?expires_at=${at}`);
    expect((await ann.download(id)).status).toBe(200);
    clock.moveOn(1.1);
    expect(codeIn(await ann.download(id))).toBe('404 not-found');
    expect(jsonOf(await ann.ask('get', ''))).toMatchObject({ items: [] });
    const before = (await objectsIn()).length;
    expect(await files.reconcile({ isDryRun: true })).toMatchObject({ removed: 1 });
    expect(await files.reconcile()).toMatchObject({ removed: 1, orphans: 0, missing: 0 });
    expect(await objectsIn()).toHaveLength(before - 1);
  });

  it('under the Idempotency-Key of a file that is over is not taken, and says so', async () => {
    const { clock } = world();
    const ann = await world().someone();
    const headers = { 'idempotency-key': 'long-gone' };
    const at = new Date(clock.now().getTime() + 3_600_000).toISOString();
    const query = `?name=a&expires_at=${at}`;
    const send = () => ann.upload(someBytes(10), 'application/octet-stream', { headers, query });
    expect((await send()).status).toBe(201);
    clock.moveOn(0.9);
    expect((await send()).status).toBe(200);
    clock.moveOn(0.2);
    const over = send();
    expect(codeIn(await over)).toBe('400 invalid-input');
    const unending = { headers, query: '?name=a' };
    expect(codeIn(await ann.upload(someBytes(10), 'application/octet-stream', unending))).toBe(
      '409 file-there-already',
    );
  });

  it('that would be over before they are there are refused, and nothing is kept', async () => {
    const ann = await world().someone();
    const past = '2001-01-01T00:00:00Z';
    const sent = await ann.upload(someBytes(10), 'application/octet-stream', {
      query: `?name=a&expires_at=${past}`,
    });
    const announced = await ann.ask('post', '/upload-url', {
      data: { name: 'a', content_type: 'application/octet-stream', size: 10, expires_at: past },
    });
    for (const [answer, place] of [
      [sent, 'query'],
      [announced, 'body'],
    ] as const) {
      expect(codeIn(answer)).toBe('400 invalid-input');
      expect(jsonOf(answer)).toMatchObject({ errors: [{ in: place, pointer: '/expires_at' }] });
    }
    expect(jsonOf(await ann.ask('get', ''))).toMatchObject({ items: [] });
  });
});
