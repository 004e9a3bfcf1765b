import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { runChild, type Child } from '../../support/client/run-child.js';
import { eventually } from '../../support/eventually.js';
import { sharedService } from '../../support/shared-service.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { withRecords } from '../translation/with-records.js';

const world = withRecords({ waitMs: 1 });
const running = new Set<Child>();

afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

interface Surroundings {
  readonly url: string;
  readonly key: string;
  readonly outbox: string;
}

/** examples/translation-service, as a process of its own. */
async function startService({ url, key, outbox }: Surroundings) {
  const env = { WATCHFLOW_URL: url, WATCHFLOW_API_KEY: key, OUTBOX_DIR: outbox };
  const child = runChild(['examples/translation-service/service.mjs'], { env });
  running.add(child);
  const ended = child.ended.then((end) => {
    running.delete(child);
    return end;
  });
  const port = await eventually(() => {
    const found = child.lines()[0];
    if (found === undefined && !running.has(child)) throw new Error(child.stderr());
    return Promise.resolve(/^listening on (\d+)$/.exec(found ?? '')?.[1]);
  }, 'the service to listen');
  return { child, ended, at: `http://127.0.0.1:${port}` };
}

type Service = Awaited<ReturnType<typeof startService>>;

const acceptedShape = z.object({
  accepted: z.array(z.object({ id: z.string(), version: z.int() })),
});
const doneShape = z.object({
  done: z.array(z.object({ id: z.string(), version: z.int(), result: z.string() })),
});

/** What the service said to its caller: the highest version of each line. */
type Told = Map<string, number>;

const note = (told: Told, all: readonly { readonly id: string; readonly version: number }[]) => {
  for (const { id, version } of all) told.set(id, Math.max(told.get(id) ?? 0, version));
};

const textOf = (id: string): string => `line ${id}`;

/** Sends jobs and asks for results, one after the other, until the service is gone. */
async function callUntilGone(at: string, name: string, told: Told): Promise<void> {
  for (let job = 0; ; job += 1) {
    const lines = [1, 2, 3, 4].map((n) => `${name}-${job}-${n}`);
    const body = JSON.stringify({
      session: name,
      lines: lines.map((id) => ({ id, text: textOf(id) })),
    });
    try {
      const answer = await fetch(`${at}/jobs`, { method: 'POST', body });
      if (answer.status === 202) note(told, acceptedShape.parse(await answer.json()).accepted);
      const results = await fetch(`${at}/jobs/${name}`);
      note(told, doneShape.parse(await results.json()).done);
    } catch {
      return;
    }
  }
}

describe('the example service', () => {
  it('is killed again and again, and what it told its callers is there, once, at its highest version', async () => {
    await sharedService('build', z.object({}));
    const { db, apiUrl, someone } = world();
    const ann = await someone();
    const folder = await temporaryFolder();
    const around = { url: apiUrl, key: ann.key, outbox: folder.dir };
    const told: Told = new Map();
    for (let round = 1; round <= 4; round += 1) {
      const service: Service = await startService(around);
      const callers = [1, 2, 3].map((n) => callUntilGone(service.at, `r${round}c${n}`, told));
      await wait(200 + round * 130);
      service.child.kill('SIGKILL');
      expect(await service.ended).toBe('SIGKILL');
      await Promise.all(callers);
    }
    expect(told.size).toBeGreaterThan(50);
    const last = await startService(around);
    const rows = await eventually(async () => {
      const found = await db.translationTask.findMany({ where: { userId: ann.userId } });
      const isOver =
        found.length >= told.size && found.every(({ status }) => status === 'completed');
      return isOver ? found : undefined;
    }, 'everything to be translated');
    last.child.kill('SIGTERM');
    expect(await last.ended).toBe(0);
    const versions = new Map(rows.map(({ id, version }) => [id, Number(version)]));
    expect(versions.size).toBe(rows.length);
    const lost = [...told].filter(([id, version]) => (versions.get(id) ?? 0) < version);
    expect(lost).toEqual([]);
    const wrong = rows.filter(({ id, resultText }) => resultText !== `${textOf(id)} → zh-CN`);
    expect(wrong).toEqual([]);
    expect(last.child.stderr()).toContain('0 records wait for the next start');
    await folder.remove();
  }, 120_000);

  it('does a job that it had only just accepted when it was killed', async () => {
    await sharedService('build', z.object({}));
    const { db, apiUrl, someone } = world();
    const ann = await someone();
    const folder = await temporaryFolder();
    const around = { url: apiUrl, key: ann.key, outbox: folder.dir };
    const first = await startService(around);
    const lines = [1, 2, 3].map((n) => ({ id: `just-${n}`, text: textOf(`just-${n}`) }));
    const body = JSON.stringify({ session: 'just', lines });
    expect((await fetch(`${first.at}/jobs`, { method: 'POST', body })).status).toBe(202);
    first.child.kill('SIGKILL');
    expect(await first.ended).toBe('SIGKILL');
    const next = await startService(around);
    await eventually(async () => {
      const where = { userId: ann.userId, status: 'completed' as const };
      return (await db.translationTask.count({ where })) === lines.length ? true : undefined;
    }, 'the job to be done');
    next.child.kill('SIGTERM');
    expect(await next.ended).toBe(0);
    await folder.remove();
  }, 60_000);
});
