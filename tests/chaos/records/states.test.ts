import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { eventually } from '../../support/eventually.js';
import { sharedService } from '../../support/shared-service.js';
import { unusedPort } from '../../support/unused-port.js';
import type { Killable } from '../killable.js';
import { seededRandom } from '../seeded-random.js';
import { startApiPart } from '../stack.js';
import { nothingYet } from './acknowledged.js';
import { judgeRecords, versionsOf } from './judge-records.js';
import { openRecordsStack, type RecordsStack } from './records-stack.js';
import { sendBatch, sendUntilAcknowledged } from './send-batch.js';
import { writeUntilOver } from './writer.js';

let world: RecordsStack;
beforeAll(async () => {
  await sharedService('build', z.object({}));
  world = await openRecordsStack();
}, 120_000);
afterAll(() => world.close(), 60_000);

const server = nothingYet();
const judge = () => judgeRecords(world.stack.databaseUrl, { server, outbox: nothingYet() });

const problemShape = z.object({ status: z.int(), code: z.string(), detail: z.string() });

describe('PostgreSQL that is gone for a while', () => {
  it('is told as a 503 with Retry-After, and nothing acknowledged is lost', async () => {
    const { stack, apiKey } = world;
    const { apiUrl } = stack;
    let over = false;
    const writing = [1, 2].map((n) =>
      writeUntilOver({
        name: `gone${n}`,
        apiUrl,
        apiKey,
        random: seededRandom(n),
        acknowledged: server,
        isOver: () => over,
      }),
    );
    await eventually(
      () => Promise.resolve(server.versions.size > 100 || undefined),
      'some to be written',
    );
    await stack.parts.postgres.stop();
    const asked = [];
    for (let time = 0; time < 10; time += 1) {
      const answer = await sendBatch([{ id: `asked${time}`, version: 1 }], { apiUrl, apiKey });
      const { status, code } = problemShape.parse(await answer.json());
      asked.push({ status, code, comesBack: answer.headers.get('retry-after') });
      await wait(400);
    }
    await stack.parts.postgres.start();
    const before = server.versions.size;
    await eventually(
      () => Promise.resolve(server.versions.size > before + 100 || undefined),
      'writing to go on',
    );
    over = true;
    await Promise.all(writing);
    const codes = ['database-unavailable', 'dependency-unavailable'];
    expect(asked.filter(({ status, code }) => status !== 503 || !codes.includes(code))).toEqual([]);
    expect(asked.filter(({ comesBack }) => !/^[1-9]/.test(comesBack ?? ''))).toEqual([]);
    expect(await judge()).toMatchObject({ lost: 0, doubled: 0 });
  }, 120_000);
});

describe('four API processes on one PostgreSQL', () => {
  const others: Killable[] = [];
  afterAll(async () => {
    for (const one of others) await one.stop();
  });

  it('keep each record once, at its highest version, though all write the same and one is killed', async () => {
    const { stack, dir, apiKey } = world;
    const urls = [stack.apiUrl];
    for (let n = 0; n < 3; n += 1) {
      const port = await unusedPort();
      others.push(
        await startApiPart({
          env: { ...stack.env, TEMPORAL_ADDRESS: stack.temporalAddress },
          cwd: dir,
          port,
        }),
      );
      urls.push(`http://127.0.0.1:${port}`);
    }
    const ids = Array.from({ length: 60 }, (_, n) => `same${n}`);
    let over = false;
    let version = 0;
    const lowered: string[] = [];
    const seen = new Map<string, number>();
    const write = async (apiUrl: string): Promise<void> => {
      while (!over) {
        version += 1;
        const mine = version;
        const items = ids.filter((_, n) => (n + mine) % 3 > 0).map((id) => ({ id, version: mine }));
        await sendUntilAcknowledged(items, {
          apiUrl,
          apiKey,
          acknowledged: server,
          isOver: () => over,
        });
      }
    };
    const watch = async (): Promise<void> => {
      while (!over) {
        for (const [id, now] of await versionsOf(stack.databaseUrl, 'same')) {
          if (now < (seen.get(id) ?? 0)) lowered.push(`${id}: ${seen.get(id) ?? 0} → ${now}`);
          seen.set(id, now);
        }
        await wait(20);
      }
    };
    const working = [...urls, ...urls].map(write);
    const watching = watch();
    const reach = (wanted: number) =>
      eventually(() => Promise.resolve(version >= wanted || undefined), 'versions to be written');
    await reach(60);
    await others[0]?.kill();
    await reach(version + 60);
    await others[0]?.start();
    await reach(version + 60);
    over = true;
    await Promise.all([...working, watching]);
    expect(lowered).toEqual([]);
    expect(seen.size).toBe(ids.length);
    expect(await judge()).toMatchObject({ lost: 0, doubled: 0 });
  }, 120_000);
});
