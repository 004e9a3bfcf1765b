import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadIdMap } from '../../../src/areas/matching/index.js';
import { collectLog } from '../../support/collect-log.js';
import { aMapItem } from '../../support/matching/builders.js';

const good = JSON.stringify({ items: [aMapItem({ id: 7, key: 'tv/100', begin: '2020-01-04' })] });

let dir: string;
let server: Server;
let source: string;
let answer: { readonly status: number; readonly body: string };

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'id-map-'));
  answer = { status: 200, body: good };
  server = createServer((_request, response) => {
    response.writeHead(answer.status).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  source = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}/data.json?key=secret`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(dir, { recursive: true });
});

const subjectsOf = async (options: { source: string; cacheDir?: string }) => {
  const { log, lines } = collectLog();
  const idMap = await loadIdMap({ ...options, log });
  return { idMap, subjects: idMap.show(100).map(({ subjectId }) => subjectId), lines };
};

describe('loadIdMap from a file', () => {
  it('takes a path and a file address, and names the content as version', async () => {
    const file = path.join(dir, 'mine.json');
    await writeFile(file, good);
    const byPath = await subjectsOf({ source: file });
    const byAddress = await subjectsOf({ source: pathToFileURL(file).href });
    expect([byPath.subjects, byAddress.subjects]).toEqual([[7], [7]]);
    expect(byPath.idMap.version).toMatch(/^bangumi-data sha256:[0-9a-f]{12}$/);
    expect(byAddress.idMap.version).toBe(byPath.idMap.version);
  });

  it.each([
    ['torn JSON', good.slice(0, 40), /not JSON/],
    ['another shape', '{"items":[{"title":5}]}', /items\/0\/title/],
    ['an empty list', '{"items":[]}', /items/],
    ['no ids', '{"items":[{"title":"x","sites":[]}]}', /names both a tmdb and a bangumi id/],
  ])('says what is wrong with %s', async (_, body, message) => {
    const file = path.join(dir, 'mine.json');
    await writeFile(file, body);
    await expect(subjectsOf({ source: file })).rejects.toThrow(message);
  });

  it('says that a file cannot be read', async () => {
    await expect(subjectsOf({ source: path.join(dir, 'missing.json') })).rejects.toThrow(
      /cannot be read/,
    );
  });
});

describe('loadIdMap from an address', () => {
  it('reads it and keeps a copy', async () => {
    const { subjects } = await subjectsOf({ source, cacheDir: dir });
    expect(subjects).toEqual([7]);
    expect(await readdir(dir)).toEqual(['bangumi-data.json']);
  });

  it.each([
    ['an error', { status: 503, body: 'busy' }],
    ['a page', { status: 200, body: '<html>please wait</html>' }],
    ['another shape', { status: 200, body: '{"items":[]}' }],
  ])('uses the last good copy, with a warning, when the answer is %s', async (_, failure) => {
    const { idMap } = await subjectsOf({ source, cacheDir: dir });
    answer = failure;
    const later = await subjectsOf({ source, cacheDir: dir });
    expect(later.idMap.version).toBe(idMap.version);
    expect(later.lines).toEqual([
      expect.objectContaining({ level: 'warn', event: 'id map could not be fetched' }),
    ]);
    expect(JSON.stringify(later.lines)).not.toContain('secret');
  });

  it('uses the packaged map when there is no good copy either', async () => {
    answer = { status: 404, body: '' };
    const { idMap } = await subjectsOf({ source, cacheDir: dir });
    expect(idMap.version).toMatch(/^bangumi-data /);
    await writeFile(path.join(dir, 'bangumi-data.json'), good.slice(0, 20));
    expect((await subjectsOf({ source, cacheDir: dir })).idMap.version).toBe(idMap.version);
  });

  it('refuses an address that is none', async () => {
    await expect(subjectsOf({ source: 'http://' })).rejects.toThrow(/not a valid address/);
  });
});
