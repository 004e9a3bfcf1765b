import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Files } from '../../../src/areas/files/index.js';
import { declaredBackends } from '../../support/storage/declared-backends.js';
import { openFiles } from '../../support/files/open-files.js';
import { createCrashPoints } from '../../support/model/crash-points.js';
import { crashable, crashableDatabase } from '../../support/model/crashable.js';
import { movableClock } from '../../support/movable-clock.js';
import { readAll, someBytes, streamOf } from '../../support/storage/bytes.js';
import { subjects } from '../../support/storage/subjects.js';
import { withBackend } from '../../support/storage/with-backend.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const all = subjects(() => database.url);
const bytes = someBytes(700_000);
const ann = { id: 'ann', name: 'Ann' };
const contentType = 'application/octet-stream';
const kept = declaredBackends().filter((name) => name === 'local' || name === 's3');

describe.each(kept)('a process killed over a file in %s', (name) => {
  const { backend } = withBackend(all[name]);
  const points = createCrashPoints();
  const clock = movableClock();
  /** Of the process that dies, and of the one after it. */
  let mortal: Files;
  let next: Files;
  beforeAll(() => {
    const db = crashableDatabase(database.db, points.around);
    const direct = backend().direct;
    const object = crashable(backend(), points.around);
    const withDirect = new Proxy(object, {
      get(of, key): unknown {
        return key === 'direct' ? direct && crashable(direct, points.around) : Reflect.get(of, key);
      },
    });
    ({ files: mortal } = openFiles({ db, backend: withDirect, clock }));
    ({ files: next } = openFiles({ db: database.db, backend: backend(), clock }));
  });
  beforeEach(async () => {
    await database.db.user.upsert({ where: { id: 'ann' }, create: ann, update: {} });
  });
  afterAll(async () => {
    await database.db.storedFile.deleteMany();
  });

  const objects = async () =>
    (await backend().query({ prefix: 'files/', limit: 100 })).items.map(({ key }) => key);
  const rows = () => database.db.storedFile.findMany();

  /** Hours and days later: what nobody was told of is gone, what is known is there. */
  async function settle(): Promise<void> {
    for (let day = 0; day < 3; day += 1) {
      clock.moveOn(25);
      await next.reconcile();
    }
    const found = await rows();
    expect((await objects()).sort()).toEqual(found.map(({ objectKey }) => objectKey).sort());
    expect(found.every(({ status, missingSince }) => status === 'stored' && !missingSince)).toBe(
      true,
    );
    expect(await next.orphans(10)).toEqual([]);
  }

  /** Dies at every point once; answers how many there were. */
  async function dyingEverywhere(
    story: (point: number) => Promise<unknown>,
    afterwards: (point: number) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<number> {
    for (let point = 1; ; point += 1) {
      points.dieAfter(point);
      await story(point).catch(() => undefined);
      const died = points.isDead();
      points.revive();
      await afterwards(point);
      await settle();
      await forgetAll();
      if (!died) return point - 1;
    }
  }

  async function forgetAll(): Promise<void> {
    for (const { id, userId } of await rows()) await next.remove(userId, id);
    expect(await objects()).toEqual([]);
  }

  const sent = (requestId: string) => ({ userId: 'ann', name: 'a', contentType, requestId });

  it('while it is uploaded leaves all of it or nothing', async () => {
    const deaths = await dyingEverywhere((point) =>
      mortal.receive(sent(`lone-${point}`), streamOf(bytes)),
    );
    expect(deaths).toBeGreaterThanOrEqual(8);
  }, 120_000);

  it('while it is uploaded loses nothing of one that is sent again', async () => {
    await dyingEverywhere(
      (point) => mortal.receive(sent(`again-${point}`), streamOf(bytes)),
      async (point) => {
        const { file } = await next.receive(sent(`again-${point}`), streamOf(bytes));
        const { read } = await next.download('ann', file.id);
        expect((await readAll(await read())).equals(bytes)).toBe(true);
        expect(await rows()).toHaveLength(1);
      },
    );
  }, 120_000);

  it('while it is deleted leaves nothing of it', async () => {
    const deaths = await dyingEverywhere(async (point) => {
      const { file } = await next.receive(sent(`gone-${point}`), streamOf(bytes));
      await mortal.remove('ann', file.id);
    });
    expect(deaths).toBeGreaterThanOrEqual(6);
  }, 120_000);

  it('while it clears up leaves what has to be cleared up to the next', async () => {
    await dyingEverywhere(async (point) => {
      const expiresAt = new Date(clock.now().getTime() + 3_600_000);
      await next.receive({ ...sent(`old-${point}`), expiresAt }, streamOf(bytes));
      await backend().write(`files/nobody/${point}`, streamOf(bytes));
      await next.reconcile();
      clock.moveOn(26);
      await mortal.reconcile();
    });
    expect(await rows()).toEqual([]);
  }, 120_000);

  it('while an account is deleted, or a file sent meanwhile, leaves nothing of its files', async () => {
    const leave = async (point: number): Promise<void> => {
      await database.db.user.upsert({ where: { id: 'ann' }, create: ann, update: {} });
      await next.receive(sent(`left-${point}`), streamOf(bytes));
      await database.db.user.delete({ where: { id: 'ann' } });
      await mortal.removeAllOf('ann');
      await mortal.receive(sent(`late-${point}`), streamOf(bytes));
    };
    await dyingEverywhere(leave, async () => {
      await next.reconcile();
      expect(await rows()).toEqual([]);
    });
  }, 120_000);
});
