import { createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectTemporal, type TemporalLink } from '../../../src/orchestration/connect.js';
import { checkTemporal } from '../../../src/orchestration/health.js';
import { prepareNamespace } from '../../../src/orchestration/prepare-namespace.js';
import { TemporalUnavailableError } from '../../../src/orchestration/temporal-unavailable-error.js';
import { createWorkers } from '../../../src/orchestration/workers.js';
import { queueNames } from '../../../src/workflows/contract.js';
import { collectLog } from '../../support/collect-log.js';
import { sharedTemporal } from '../../support/shared-temporal.js';
import { openTemporal, unique } from './open-temporal.js';

describe('connection to a running Temporal', () => {
  let link: TemporalLink;
  const { log } = collectLog();

  beforeAll(async () => {
    link = await openTemporal();
  });

  afterAll(async () => {
    await link.close();
  });

  it('takes address and namespace from the TEMPORAL_* variables', async () => {
    const { address } = await sharedTemporal();
    const env = { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: 'elsewhere' };
    const other = await connectTemporal({
      target: { kind: 'environment', env },
      namespace: 'default',
      log,
    });
    expect(other).toMatchObject({ address, namespace: 'elsewhere' });
    expect(other.client.options.namespace).toBe('elsewhere');
    await other.close();
  });

  it('makes a missing namespace usable, also with two starters at once', async () => {
    const namespace = unique('made');
    const options = { connection: link.connection, namespace, isOurs: false, log };
    await Promise.all([prepareNamespace(options), prepareNamespace(options)]);
    await prepareNamespace(options);
    const { config } = await link.connection.workflowService.describeNamespace({ namespace });
    expect(String(config?.workflowExecutionRetentionTtl?.seconds)).toBe('604800');
    const query = 'WatchflowUser = "a" AND WatchflowKind = "b" AND WatchflowOutcome = "c"';
    const { count } = await link.connection.workflowService.countWorkflowExecutions({
      namespace,
      query,
    });
    expect(Number(count)).toBe(0);
  });

  it('tells how Temporal is, and what is wrong with it', async () => {
    const { connection } = link;
    expect(await checkTemporal({ connection, namespace: 'default' })).toMatchObject({ ok: true });
    expect(await checkTemporal({ connection, namespace: 'nowhere' })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('nowhere'),
    });
  });

  it('says within its patience that nobody listens', async () => {
    const connecting = connectTemporal({
      target: { kind: 'address', address: '127.0.0.1:1' },
      namespace: 'default',
      log,
      patienceMs: 600,
    });
    await expect(connecting).rejects.toThrow(/127\.0\.0\.1:1 did not answer within 0\.6 s/);
  });

  it('does not wait for ever on an address that accepts and stays silent', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const bound = silent.address();
    const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
    const connecting = connectTemporal({
      target: { kind: 'address', address: `127.0.0.1:${port}` },
      namespace: 'default',
      log,
      patienceMs: 600,
    });
    await expect(connecting).rejects.toBeInstanceOf(TemporalUnavailableError);
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it('lets workers be stopped that never ran, so that the connection can close', async () => {
    const { address } = await sharedTemporal();
    const own = await connectTemporal({
      target: { kind: 'address', address },
      namespace: 'default',
      log,
    });
    const workers = await createWorkers({
      connection: own.connection,
      namespace: 'default',
      queues: queueNames(unique('-idle')),
      activities: { nothing: () => Promise.resolve() },
      workflows: {
        workflowsPath: new URL('../../support/workflows/small-workflows.ts', import.meta.url)
          .pathname,
      },
      log,
      graceMs: 100,
    });
    expect(workers.state()).toBe('ready');
    await workers.shutdown();
    expect(workers.state()).toBe('stopped');
    await own.close();
  });
});
