import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/activity';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { TemporalLink } from '../../../src/orchestration/connect.js';
import type { KeyRing } from '../../../src/platform/security/key-ring.js';
import { withDatabase } from '../../support/with-database.js';
import { unique, openTemporal, runWorkers } from './open-temporal.js';
import { anInstallation } from './schedule-installation.js';

const aKey = (id: string) => ({ id, bytes: new Uint8Array(randomBytes(32)) });

describe('payload codec on a running Temporal', () => {
  const database = withDatabase();
  const old = aKey('2025');
  const ring: KeyRing = [aKey('2026'), old];
  let plain: TemporalLink;
  let encrypted: TemporalLink;
  let oldLink: TemporalLink;

  beforeAll(async () => {
    plain = await openTemporal();
    encrypted = await openTemporal({ ring, beside: plain });
    oldLink = await openTemporal({ ring: [old], beside: plain });
  });

  afterAll(async () => {
    await Promise.all([plain.close(), encrypted.close(), oldLink.close()]);
  });

  const hold = (userId: string): Promise<string> =>
    userId.startsWith('plain-failing')
      ? Promise.reject(ApplicationFailure.nonRetryable('a failure named marmalade', 'Marmalade'))
      : Promise.resolve(`marmalade of ${userId}`);

  /** Runs one sync of this user and returns its history as text, ending included. */
  const historyOf = async (
    link: TemporalLink,
    keys: KeyRing | undefined,
    userId: string,
  ): Promise<{ text: string; result: unknown }> => {
    const { workers, queues } = await runWorkers({
      link,
      activities: { hold, tick: () => Promise.resolve() },
      ring: keys,
    });
    const workflowId = unique('codec');
    const jobs = [{ userId, jobs: [] }];
    const handle = await link.client.workflow.start('syncHistory', {
      workflowId,
      taskQueue: queues.main,
      args: jobs,
    });
    await handle.executeUpdate('request', {
      args: [{ requestId: 'a', mode: 'normal', trigger: 'manual' }],
    });
    const result: unknown = await handle.result().catch((thrown: unknown) => thrown);
    await workers.shutdown();
    const history = await handle.fetchHistory();
    const decoded = JSON.parse(historyToJSON(history)) as unknown;
    const text = JSON.stringify(decoded, (_name, value: unknown) => {
      // Payload data is base64 in JSON: look inside as well.
      const isData = typeof value === 'string' && /^[A-Za-z\d+/]{8,}=*$/.test(value);
      return isData ? `${value} ${Buffer.from(value, 'base64').toString('latin1')}` : value;
    });
    return { text, result };
  };

  it('stands in the history in plain text without a codec', async () => {
    const { text, result } = await historyOf(plain, undefined, 'plain-user');
    expect(result).toMatchObject({ runs: [{ status: 'marmalade of plain-user' }] });
    expect(text).toContain('plain-user');
    expect(text).toContain('marmalade');
  });

  it('keeps input, result and activity payloads out of the history with a codec', async () => {
    const { text, result } = await historyOf(encrypted, ring, 'plain-user');
    expect(result).toMatchObject({ runs: [{ status: 'marmalade of plain-user' }] });
    expect(text).toContain('binary/encrypted');
    expect(text).not.toContain('plain-user');
    expect(text).not.toContain('marmalade');
  });

  it('keeps the message of a failure out of the history with a codec', async () => {
    const { text } = await historyOf(encrypted, ring, 'plain-failing');
    expect(text).toContain('Encoded failure');
    expect(text).not.toContain('a failure named marmalade');
  });

  it('reads with a newer ring what an older key wrote', async () => {
    const workflowId = unique('codec');
    const taskQueue = unique('nobody');
    const memo = { note: 'written with the old key' };
    const written = await oldLink.client.workflow.start('syncHistory', {
      workflowId,
      taskQueue,
      args: [],
      memo,
    });
    const { memo: read } = await encrypted.client.workflow.getHandle(workflowId).describe();
    expect(read).toEqual(memo);
    await written.terminate();
  });

  it('still finds and describes its schedules, and others can still reconcile theirs', async () => {
    const on = (link: TemporalLink) => anInstallation({ client: link.client, db: database.db });
    const userId = unique('user');
    const withCodec = on(encrypted);
    withCodec.want(userId, {});
    expect(await withCodec.schedules.follow('history', userId)).toBe('created');
    expect(await withCodec.schedules.follow('history', userId)).toBe('unchanged');
    // A process without the key cannot read whose this is: it stays.
    expect(await on(plain).schedules.reconcile()).toMatchObject({ deleted: 0, failed: 0 });
    expect(await withCodec.schedules.describe('history', userId)).toBeDefined();
    withCodec.want(userId, undefined);
    await withCodec.schedules.follow('history', userId);
  });
});
