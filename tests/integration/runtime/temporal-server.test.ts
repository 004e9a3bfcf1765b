import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startTemporalServer, type TemporalServer } from '../../../src/runtime/index.js';
import { collectLog } from '../../support/collect-log.js';
import { eventually } from '../../support/eventually.js';
import { temporalCliPath } from '../../support/temporal-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { unusedPort } from '../../support/unused-port.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let cliPath: string;
let server: TemporalServer | undefined;
const { log } = collectLog();

async function start(changes: { ui?: boolean; kept?: boolean } = {}): Promise<TemporalServer> {
  server = await startTemporalServer({
    cliPath,
    dataDir: folder.dir,
    dbFile: changes.kept === true ? path.join(folder.dir, 'temporal.db') : undefined,
    ui: changes.ui ?? false,
    namespace: 'default',
    retentionDays: 7,
    searchAttributes: [{ name: 'WatchflowUser', type: 'Keyword' }],
    log,
  });
  return server;
}

async function withClient<T>(address: string, work: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await work(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

const startOne = (address: string, workflowId: string): Promise<unknown> =>
  withClient(address, (client) =>
    client.workflow.start('waits', { workflowId, taskQueue: 'nobody-works-here' }),
  );

const statusOf = (address: string, workflowId: string): Promise<string> =>
  withClient(address, async (client) => {
    const { status } = await client.workflow.getHandle(workflowId).describe();
    return status.name;
  });

/** The real program, but that its first start finds the port for HTTP taken. */
async function stumblingCli(): Promise<string> {
  const file = path.join(folder.dir, 'stumbling-temporal');
  const script = [
    '#!/bin/sh',
    'if [ ! -e "$0.tried" ]; then',
    '  : > "$0.tried"',
    '  while [ "$1" != --http-port ]; do shift; done',
    '  echo "listen tcp 127.0.0.1:$2: bind: address already in use" >&2',
    '  exit 1',
    'fi',
    `exec '${cliPath}' "$@"`,
  ];
  await writeFile(file, `${script.join('\n')}\n`, { mode: 0o755 });
  return file;
}

beforeAll(async () => {
  folder = await temporaryFolder();
  cliPath = await temporalCliPath();
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
});
afterAll(() => folder.remove());

describe('the embedded Temporal server', () => {
  it('keeps closed workflows for the days that were asked for, and knows our search attributes', async () => {
    const { address } = await start();
    await withClient(address, async ({ connection }) => {
      const { config } = await connection.workflowService.describeNamespace({
        namespace: 'default',
      });
      expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(7 * 86_400);
      const known = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
      expect(Object.keys(known.customAttributes)).toContain('WatchflowUser');
    });
  });

  it('shows its Web UI only when asked', async () => {
    const withUi = await start({ ui: true });
    const response = await fetch(withUi.uiUrl ?? '');
    expect(response.status).toBe(200);
    await withUi.stop();
    expect((await start({ ui: false })).uiUrl).toBeUndefined();
  });

  it('still has its workflows after a restart on the same file', async () => {
    const first = await start({ kept: true });
    await startOne(first.address, 'kept');
    await first.stop();
    const second = await start({ kept: true });
    expect(await statusOf(second.address, 'kept')).toBe('RUNNING');
  });

  it('is started again on the same address when it dies, with its workflows', async () => {
    const { address, pid } = await start({ kept: true });
    await startOne(address, 'outlives');
    process.kill(pid(), 'SIGKILL');
    const status = await eventually(
      () => statusOf(address, 'outlives').catch(() => undefined),
      'Temporal to be back',
    );
    expect(status).toBe('RUNNING');
  });

  it('takes other ports when one beside a given port is taken, but none instead of a given one', async () => {
    const port = await unusedPort();
    const options = {
      cliPath: await stumblingCli(),
      dataDir: folder.dir,
      ui: false,
      port,
      namespace: 'default',
      retentionDays: 7,
      searchAttributes: [],
      log,
    };
    server = await startTemporalServer(options);
    expect(server.address).toBe(`127.0.0.1:${port}`);
    await expect(startTemporalServer({ ...options, cliPath })).rejects.toThrow(
      `port ${port} of 127.0.0.1 is taken`,
    );
  });

  it('says what the server wrote when it does not start', async () => {
    const wrong = startTemporalServer({
      cliPath,
      dataDir: folder.dir,
      ui: false,
      namespace: 'default',
      retentionDays: 7,
      searchAttributes: [{ name: 'WatchflowUser', type: 'Nope' }],
      log,
    });
    await expect(wrong).rejects.toThrow('invalid search attribute value type "Nope"');
  });
});
