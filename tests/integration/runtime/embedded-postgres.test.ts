import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../../src/runtime/index.js';
import { collectLog } from '../../support/collect-log.js';
import { eventually } from '../../support/eventually.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let dataDir: string;
let server: EmbeddedPostgres | undefined;
let reasons: string[];
const { log, lines } = collectLog();

async function start(): Promise<EmbeddedPostgres> {
  reasons = [];
  server = await startEmbeddedPostgres({ dataDir, log, onExit: (reason) => reasons.push(reason) });
  return server;
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows.flatMap((row) => Object.values(row));
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  folder = await temporaryFolder();
  dataDir = path.join(folder.dir, 'data');
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
});
afterAll(() => folder.remove());

describe('the embedded PostgreSQL', () => {
  it('runs as somebody who is not root, in UTF-8 and UTC, durably, on loopback alone', async () => {
    const { url, pid } = await start();
    const settings = ['server_version_num', 'server_encoding', 'TimeZone', 'fsync', 'autovacuum'];
    const shown = await ask(
      url,
      `SELECT ${settings.map((name) => `current_setting('${name}')`).join(" || ',' || ")} AS x`,
    );
    expect(shown).toEqual([expect.stringMatching(/^18\d{4},UTF8,UTC,on,on$/)]);
    expect(await ask(url, 'SHOW listen_addresses')).toEqual(['127.0.0.1']);
    expect(await ask(url, 'SHOW unix_socket_directories')).toEqual(['']);
    const status = await readFile(`/proc/${pid()}/status`, 'utf8').catch(() => 'Uid:\t1');
    expect(status).not.toMatch(/^Uid:\t0/m);
  });

  it('knows the letters of all scripts, also when it compares by trigrams', async () => {
    const { url } = await start();
    await ask(url, 'CREATE EXTENSION IF NOT EXISTS pg_trgm');
    expect(await ask(url, "SELECT lower('ÄЖ')")).toEqual(['äж']);
    expect(await ask(url, "SELECT similarity('進撃の巨人', '進撃の巨人 2期') > 0.3")).toEqual([
      true,
    ]);
  });

  it('keeps the data over a restart', async () => {
    const first = await start();
    await ask(first.url, 'CREATE TABLE kept (title text)');
    await ask(first.url, "INSERT INTO kept VALUES ('葬送のフリーレン')");
    await first.stop();
    const second = await start();
    expect(await ask(second.url, 'SELECT title FROM kept')).toEqual(['葬送のフリーレン']);
  });

  it('refuses a wrong password', async () => {
    const { url } = await start();
    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(ask(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  it('is started again on the same port when it dies, and loses nothing it acknowledged', async () => {
    const { url, pid } = await start();
    await ask(url, 'CREATE TABLE acknowledged AS SELECT 1 AS one');
    const first = pid();
    process.kill(first, 'SIGKILL');
    const answer = await eventually(
      () => ask(url, 'SELECT one FROM acknowledged').catch(() => undefined),
      'the database to be back',
    );
    expect(answer).toEqual([1]);
    // It may answer a moment before whoever started it has taken note.
    await eventually(() => Promise.resolve(pid() === first ? undefined : true), 'its new number');
    expect(reasons).toEqual(['SIGKILL']);
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        event: 'a server ended by itself; starting it again',
      }),
    );
  });

  it('throws away what a crash left of a first start', async () => {
    const elsewhere = path.join(folder.dir, 'crashed');
    const draft = path.join(elsewhere, 'postgres.draft-1234/cluster');
    await mkdir(draft, { recursive: true });
    await writeFile(path.join(draft, 'PG_VERSION'), '18\n');
    const other = await startEmbeddedPostgres({ dataDir: elsewhere, log });
    const answer = await ask(other.url, 'SELECT 1');
    await other.stop();
    expect(answer).toEqual([1]);
    await expect(readFile(path.join(draft, 'PG_VERSION'))).rejects.toThrow('ENOENT');
  });

  it('starts although its old process number belongs to another process by now', async () => {
    await (await start()).stop();
    const text = [process.pid, '/elsewhere', '1', '1', '', '127.0.0.1', '0'].join('\n');
    await writeFile(path.join(dataDir, 'postgres/cluster/postmaster.pid'), text);
    const { url } = await start();
    expect(await ask(url, 'SELECT 1')).toEqual([1]);
  });

  it('says whose database it is when another major version made it', async () => {
    await (await start()).stop();
    const file = path.join(dataDir, 'postgres/cluster/PG_VERSION');
    await writeFile(file, '17\n');
    await expect(start()).rejects.toThrow(/is of PostgreSQL 17, this is 18: make a backup/);
    await writeFile(file, '18\n');
  });

  it('says which port is taken when the port was given', async () => {
    const { port } = await start();
    const second = startEmbeddedPostgres({ dataDir: path.join(folder.dir, 'second'), log, port });
    await expect(second).rejects.toThrow(/Address already in use|password authentication/);
  });
});
