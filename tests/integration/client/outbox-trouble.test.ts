import { describe, expect, it } from '@jest/globals';
import type { RecordsError } from '../../../client/src/index.js';
import { withOutboxes } from '../../support/client/with-outboxes.js';
import {
  itemsOf,
  problem,
  startRecordsServer,
  taken,
} from '../../support/client/records-server.js';
import { until } from '../../support/eventually.js';
import { html, json, type Reply } from '../../support/raw-server.js';
import { aSession, aTask } from '../../support/translation/builders.js';

const { open } = withOutboxes();

describe('an outbox in trouble', () => {
  it('sends again until every record is acknowledged, whatever it is answered', async () => {
    const troubles: readonly Reply[] = [
      problem(503, 'write-buffer-full'),
      problem(429, 'too-many-requests'),
      { kind: 'reset' },
      { kind: 'cut' },
      html(502),
      html(200),
      json({ verdicts: [] }),
      problem(500, 'internal'),
    ];
    const server = await startRecordsServer((_, index) => troubles[index]);
    const told: unknown[] = [];
    const outbox = await open({ url: server.url, onTrouble: (error) => told.push(error) });
    await Promise.all([1, 2, 3].map((n) => outbox.putTask(aTask({ id: `t${n}` }))));
    await outbox.flush();
    const kinds = told.map((error) => (error as RecordsError).kind);
    expect(kinds).toEqual([
      'busy',
      'busy',
      'unavailable',
      'unavailable',
      'unavailable',
      'malformed',
      'malformed',
      'unavailable',
    ]);
    const ids = server.seen.map((request) => itemsOf(request).map(({ id }) => id));
    expect(ids).toEqual(Array(troubles.length + 1).fill(['t1', 't2', 't3']));
    expect(outbox.state()).toMatchObject({ waiting: 0, trouble: undefined });
    await server.close();
  });

  it('comes back no sooner than it is told to', async () => {
    const times: number[] = [];
    const server = await startRecordsServer((_, index) => {
      times.push(performance.now());
      return index === 0 ? problem(503, 'database-unavailable', { 'retry-after': '1' }) : undefined;
    });
    const outbox = await open({ url: server.url, pace: { first: 1, longest: 1 } });
    await outbox.putTask(aTask());
    await outbox.flush();
    const [first = 0, second = 0] = times;
    expect(second - first).toBeGreaterThanOrEqual(1_000);
    await server.close();
  });

  it('makes whoever puts wait for room, and drops nothing', async () => {
    let isThere = false;
    const server = await startRecordsServer(() =>
      isThere ? undefined : problem(503, 'write-buffer-full'),
    );
    const outbox = await open({ url: server.url, mostRecords: 5, batchRecords: 2 });
    let put = 0;
    const putting = Array.from({ length: 20 }, async (_, n) => {
      await outbox.putTask(aTask({ id: `t${n}` }));
      put += 1;
    });
    await until(() => put === 5 && outbox.state().trouble !== undefined, 'five to be taken');
    expect(outbox.state().waiting).toBe(5);
    const refused = server.seen.length;
    isThere = true;
    await Promise.all(putting);
    await outbox.flush();
    const sent = server.seen.slice(refused).flatMap(itemsOf);
    expect([...new Set(sent.map(({ id }) => id))]).toEqual(
      Array.from({ length: 20 }, (_, n) => `t${n}`),
    );
    await server.close();
  });

  it('makes bytes wait likewise, but lets one record in however large it is', async () => {
    const server = await startRecordsServer(() => ({ kind: 'hang' }));
    const outbox = await open({ url: server.url, mostBytes: 1_000 });
    await outbox.putTask(aTask({ id: 'large', source_text: 'x'.repeat(5_000) }));
    let isTaken = false;
    const second = outbox.putTask(aTask({ id: 'small' })).then(
      () => (isTaken = true),
      (error: unknown) => error,
    );
    await until(() => server.seen.length === 1, 'the first to be sent');
    expect(isTaken).toBe(false);
    await outbox.close({ withinMs: 0 });
    expect(await second).toMatchObject({ kind: 'closed' });
    await server.close();
  });

  it.each([
    { status: 401, kind: 'unauthorized', advice: 'Make an API key' },
    { status: 403, kind: 'forbidden', advice: 'Give the client an API key' },
    { status: 404, kind: 'wrong-address', advice: 'Is this the address of watchflow' },
  ])(
    'stops at $status, says what to do, and goes on when that is done',
    async ({ status, kind, advice }) => {
      let isMended = false;
      const server = await startRecordsServer(() =>
        isMended ? undefined : problem(status, 'some-code'),
      );
      const stops: RecordsError[] = [];
      const outbox = await open({
        url: server.url,
        mostRecords: 2,
        onStopped: (error) => stops.push(error),
      });
      await outbox.putSession(aSession());
      await expect(outbox.flush()).rejects.toMatchObject({ kind });
      await outbox.putTask(aTask());
      await expect(outbox.putTask(aTask({ id: 't2' }))).rejects.toMatchObject({ kind });
      await expect(outbox.flush()).rejects.toMatchObject({ kind });
      expect(stops).toMatchObject([{ kind, message: expect.stringContaining(advice) }]);
      expect([server.seen.length, outbox.state()]).toMatchObject([
        1,
        { waiting: 2, stopped: stops[0] },
      ]);
      isMended = true;
      outbox.resume();
      await outbox.flush();
      expect(outbox.state()).toMatchObject({ waiting: 0, stopped: undefined });
      await server.close();
    },
  );

  it.each([302, 401, 403, 404])(
    'bears a %d of what stands before a server that has answered, but not for ever',
    async (status) => {
      let isStrange = false;
      const server = await startRecordsServer(() => (isStrange ? html(status) : undefined));
      const stops: RecordsError[] = [];
      const pace = { first: 5, longest: 20, slowly: 500 };
      const outbox = await open({ url: server.url, pace, onStopped: (error) => stops.push(error) });
      await outbox.putTask(aTask({ id: 't1' }));
      await outbox.flush();
      isStrange = true;
      await outbox.putTask(aTask({ id: 't2' }));
      await until(() => server.seen.length >= 4, 'it to be tried again');
      expect([stops, outbox.state().stopped]).toEqual([[], undefined]);
      await until(() => stops.length === 1, 'it to stop');
      isStrange = false;
      await until(() => outbox.state().waiting === 0, 'it to be tried again by itself');
      expect(outbox.state()).toMatchObject({ stopped: undefined, trouble: undefined });
      await server.close();
    },
  );

  it('tries again by itself from time to time after it stopped, and lets those in who put', async () => {
    let isMended = false;
    const server = await startRecordsServer(() =>
      isMended ? undefined : problem(401, 'invalid-key'),
    );
    const pace = { first: 5, longest: 20, slowly: 100 };
    const outbox = await open({ url: server.url, pace, mostRecords: 1 });
    await outbox.putTask(aTask({ id: 't1' }));
    await expect(outbox.flush()).rejects.toMatchObject({ kind: 'unauthorized' });
    await expect(outbox.putTask(aTask({ id: 't2' }))).rejects.toMatchObject({
      kind: 'unauthorized',
    });
    isMended = true;
    await until(() => outbox.state().waiting === 0, 'it to be tried again');
    await outbox.putTask(aTask({ id: 't2' }));
    await outbox.flush();
    await server.close();
  });

  it('does not let what comes meanwhile be settled by the answer to what was before', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const server = await startRecordsServer((request, index) => {
      const reply = taken(request);
      return index === 0 && reply.kind === 'answer' ? { ...reply, after: held } : undefined;
    });
    const outbox = await open({ url: server.url });
    await outbox.putTask(aTask({ version: 1 }));
    await until(() => server.seen.length === 1, 'the first to be sent');
    await outbox.putTask(aTask({ version: 2 }));
    const flushed = outbox.flush();
    release();
    await flushed;
    expect(server.seen.flatMap(itemsOf).map(({ version }) => version)).toEqual([1, 2]);
    await server.close();
  });
});
