import { appendFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { itemsOf, startRecordsServer } from '../../support/client/records-server.js';
import { runChild } from '../../support/client/run-child.js';
import { withOutboxes } from '../../support/client/with-outboxes.js';
import { until } from '../../support/eventually.js';
import { json } from '../../support/raw-server.js';
import { sharedService } from '../../support/shared-service.js';
import { canMountDisk, mountDisk, unmountDisk } from '../../support/small-disk.js';
import { aTask } from '../../support/translation/builders.js';

const { open, dir } = withOutboxes();
const journal = () => path.join(dir(), 'outbox.jsonl');
const nowhere = 'http://127.0.0.1:1';

/** Puts so many tasks into the folder, and delivers none. */
async function leave(count: number): Promise<void> {
  const outbox = await open({ url: nowhere, flushMs: 60_000 });
  for (let n = 0; n < count; n += 1) await outbox.putTask(aTask({ id: `t${n}` }));
  await outbox.close({ withinMs: 0 });
}

/** Ids that arrive when the folder is opened again. */
async function arriving(): Promise<readonly string[]> {
  const server = await startRecordsServer();
  const outbox = await open({ url: server.url });
  await outbox.flush();
  await outbox.close();
  await server.close();
  return server.seen.flatMap(itemsOf).map(({ id }) => id);
}

describe('the file of an outbox', () => {
  it('keeps what was put for whoever opens it next', async () => {
    await leave(3);
    expect(await arriving()).toEqual(['t0', 't1', 't2']);
    expect(await arriving()).toEqual([]);
  });

  it('may end within a line', async () => {
    await leave(2);
    const text = await readFile(journal(), 'utf8');
    await appendFile(journal(), text.slice(0, 40));
    expect(await arriving()).toEqual(['t0', 't1']);
    await writeFile(journal(), text.slice(0, -5));
    expect(await arriving()).toEqual(['t0']);
  });

  it('is read past what a broken disk made of a line, which is set aside', async () => {
    await leave(3);
    const lines = (await readFile(journal(), 'utf8')).split('\n');
    const broken = lines.map((line) => line.replace('"t1"', '"tX"'));
    await writeFile(journal(), broken.join('\n'));
    const outbox = await open({ url: nowhere });
    expect(outbox.restored).toEqual({ waiting: 2, damaged: 1 });
    await outbox.close({ withinMs: 0 });
    expect(await readFile(path.join(dir(), 'damaged.jsonl'), 'utf8')).toContain('"tX"');
    const again = await open({ url: nowhere });
    expect(again.restored).toEqual({ waiting: 2, damaged: 0 });
  });

  it('does not grow with what is settled', async () => {
    const server = await startRecordsServer();
    const outbox = await open({ url: server.url, compactAt: 20_000, mostRecords: 20 });
    const text = 'x'.repeat(1_000);
    for (let n = 0; n < 300; n += 1)
      await outbox.putTask(aTask({ id: `t${n % 7}`, version: n + 1, source_text: text }));
    await outbox.flush();
    await outbox.close();
    const { size } = await stat(journal());
    expect(size).toBeLessThan(60_000);
    expect(await arriving()).toEqual([]);
    await server.close();
  });
});

describe('the file of what was refused', () => {
  const file = () => path.join(dir(), 'refused.jsonl');
  const refuseOne = async (id: string) => {
    const server = await startRecordsServer((request) =>
      json({ verdicts: itemsOf(request).map((item) => ({ id: item.id, verdict: 'stale' })) }),
    );
    const told: unknown[] = [];
    const outbox = await open({ url: server.url, onTrouble: (error) => told.push(error) });
    await outbox.putTask(aTask({ id }));
    await outbox.flush();
    const refused = (await outbox.refused()).map(({ record }) => record.id);
    await outbox.close();
    await server.close();
    return { refused, told };
  };

  it('may end within a line', async () => {
    await refuseOne('t1');
    const whole = await readFile(file(), 'utf8');
    await appendFile(file(), whole.slice(0, 30));
    expect(await refuseOne('t2')).toEqual({ refused: ['t1', 't2'], told: [] });
    await writeFile(file(), whole.slice(0, 30));
    expect(await refuseOne('t3')).toEqual({ refused: ['t3'], told: [] });
  });

  it('is read past a line that a broken disk made unreadable, which is told', async () => {
    await refuseOne('t1');
    await appendFile(file(), '{"of":"task",\0\0\0\n');
    expect(await refuseOne('t2')).toMatchObject({
      refused: ['t1', 't2'],
      told: [{ kind: 'disk', message: expect.stringContaining('1 passed over') }],
    });
  });
});

describe('the folder of an outbox', () => {
  it('is used by one at a time', async () => {
    await open({ url: nowhere });
    await expect(open({ url: nowhere })).rejects.toMatchObject({
      kind: 'locked',
      message: expect.stringContaining('in use by this process'),
    });
  });

  it('is taken over from a process that was killed, and not from one that runs', async () => {
    await sharedService('build', z.object({}));
    const script = `
      import { createRecordsClient, openRecordsOutbox } from '@watchflow/client';
      const client = createRecordsClient({ url: '${nowhere}', apiKey: 'key' });
      const outbox = await openRecordsOutbox({ client, dir: process.argv[1], flushMs: 60000 });
      console.log(await outbox.putTask({ id: 't1', session_id: 's1', status: 'pending', source_text: 'x' }));
      setInterval(() => {}, 1000);`;
    const child = runChild(['--input-type=module', '-e', script, dir()]);
    try {
      await until(() => child.lines().length === 1 || child.stderr() !== '', 'the put');
      expect(child.stderr()).toBe('');
      await expect(open({ url: nowhere })).rejects.toMatchObject({
        message: expect.stringContaining(`in use by process ${child.pid}`),
      });
    } finally {
      child.kill('SIGKILL');
    }
    await child.ended;
    expect(await arriving()).toEqual(['t1']);
  });
});

const disk = () => path.join(dir(), 'disk');

const full = `
  import { createRecordsClient, openRecordsOutbox } from '@watchflow/client';
  const [dir, url] = process.argv.slice(1);
  const client = createRecordsClient({ url, apiKey: 'key' });
  const outbox = await openRecordsOutbox({ client, dir, flushMs: 60000 });
  const taken = [];
  let error;
  for (let n = 0; error === undefined; n += 1)
    await outbox.putTask({ id: 't' + n, session_id: 's1', version: 1, status: 'pending', source_text: 'x'.repeat(2000) })
      .then(() => taken.push('t' + n), (reason) => { error = reason; });
  console.log(JSON.stringify({ taken, kind: error.kind, message: error.message, code: error.cause.code }));
  process.kill(process.pid, 'SIGKILL');`;
const told = z.object({
  taken: z.array(z.string()),
  kind: z.string(),
  message: z.string(),
  code: z.string(),
});
const fill = async (folder: string, fileLimitBlocks?: number) => {
  await sharedService('build', z.object({}));
  const limit = fileLimitBlocks === undefined ? {} : { fileLimitBlocks };
  const child = runChild(['--input-type=module', '-e', full, folder, nowhere], limit);
  expect(await child.ended).toBe('SIGKILL');
  return told.parse(JSON.parse(child.lines()[0] ?? ''));
};

describe('a file that may not grow', () => {
  it('is told to whoever puts, and loses nothing that was taken', async () => {
    const { taken, kind, message, code } = await fill(dir(), 64);
    expect([kind, code]).toEqual(['disk-full', 'EFBIG']);
    expect(message).toContain('was not taken');
    expect(taken.length).toBeGreaterThan(5);
    expect(await arriving()).toEqual(taken);
  });
});

// A disk of its own needs root on Linux.
(canMountDisk ? describe : describe.skip)('a disk that is full', () => {
  it('tells it likewise, and takes records again once those before are settled', async () => {
    await mkdir(disk());
    mountDisk(disk(), '64k');
    try {
      const { taken, kind, code } = await fill(disk());
      expect([kind, code]).toEqual(['disk-full', 'ENOSPC']);
      const server = await startRecordsServer();
      const outbox = await open({ url: server.url, dir: disk() });
      await outbox.flush();
      expect(server.seen.flatMap(itemsOf).map(({ id }) => id)).toEqual(taken);
      for (let n = 0; n < 40; n += 1) {
        await outbox.putTask(aTask({ id: `later${n}`, source_text: 'x'.repeat(2_000) }));
        await outbox.flush();
      }
      expect(await outbox.refused()).toEqual([]);
      await outbox.close();
      await server.close();
    } finally {
      unmountDisk(disk());
    }
  });
});
