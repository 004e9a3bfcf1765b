import { randomBytes, randomUUID } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import pg from 'pg';
import { checkBackup, restoreBackup } from '../../../src/areas/backup/index.js';
import type { SyncMode, SyncRunView } from '../../../src/areas/history/index.js';
import type { Watchflow } from '../../../src/main/compose/compose.js';
import { followRun } from '../../../src/main/follow-run.js';
import { start, type Started } from '../../../src/main/start.js';
import { loadConfig } from '../../../src/platform/config/load-config.js';
import { createSecretBox } from '../../../src/platform/security/secret-box.js';
import { loadKeyRing } from '../../../src/platform/security/load-key-ring.js';
import { loadScenario } from '../../../src/simulators/index.js';
import { passphrase } from '../../support/backup/run-command.js';
import { collectLog } from '../../support/collect-log.js';
import { sharedTemporal, workflowBundlePath } from '../../support/shared-temporal.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { withDatabase } from '../../support/with-database.js';
import { withWatchflow } from '../../support/with-watchflow.js';

// Back up, destroy everything, restore: what a person has does not change by it.

const backupDir = path.join(tmpdir(), `watchflow-drill-${randomBytes(4).toString('hex')}`);
const first = withWatchflow({
  scenario: () => loadScenario('demo'),
  env: { BACKUP_DIR: backupDir, BACKUP_PASSPHRASE: passphrase },
});
const nothing = withDatabase({ empty: true });

let second: (Started & { readonly remove: () => Promise<void> }) | undefined;
afterAll(async () => {
  await second?.watchflow.shutdown.run();
  await second?.remove();
  await rm(backupDir, { recursive: true, force: true });
}, 60_000);

const sync = async (watchflow: Watchflow, mode: SyncMode = 'normal'): Promise<SyncRunView> => {
  const { userId } = first();
  const wish = { requestId: randomUUID(), mode, trigger: 'manual' } as const;
  const { runId } = await watchflow.syncs.request(userId, wish);
  return followRun(watchflow, userId, { runId, since: new Date(0), onProgress: () => undefined });
};

/** The daily job, now. */
async function runBackupJob({ jobs, temporal }: Watchflow): Promise<unknown> {
  const { workflowId } = await jobs.request('backup');
  return temporal.client.workflow.getHandle(workflowId).result();
}

/** A person of the same name and password elsewhere: no token is configured there. */
async function startAfresh(): Promise<Started & { readonly remove: () => Promise<void> }> {
  const folder = await temporaryFolder();
  const { trakt, bangumi } = first();
  const { address, namespace } = await sharedTemporal();
  const config = loadConfig({
    cwd: folder.dir,
    env: {
      DATA_DIR: folder.dir,
      PORT: '0',
      DATABASE_URL: nothing.url,
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
      TRAKT_API_URL: trakt.url,
      TRAKT_AUTH_URL: trakt.url,
      TRAKT_CLIENT_ID: first().watchflow.config.trakt.clientId,
      BANGUMI_API_URL: bangumi.url,
      BANGUMI_AUTH_URL: bangumi.url,
      BANGUMI_DATA_URL: 'packaged',
      BACKUP_DIR: backupDir,
      BACKUP_PASSPHRASE: passphrase,
    },
  });
  const { ring } = await loadKeyRing({ dataDir: config.dataDir });
  const [name = ''] = await readdir(backupDir);
  const source = { file: path.join(backupDir, name), passphrase };
  await restoreBackup({
    ...source,
    databaseUrl: nothing.url,
    secrets: createSecretBox(ring),
    checked: await checkBackup(source),
  });
  const workflows = { bundlePath: await workflowBundlePath() };
  const started = await start({ config, log: collectLog().log, ui: false, workflows });
  return { ...started, remove: folder.remove };
}

async function destroy({ watchflow }: ReturnType<typeof first>): Promise<void> {
  const { url = '' } = watchflow.config.database;
  await watchflow.shutdown.run();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('DROP SCHEMA public CASCADE').finally(() => client.end());
  await rm(watchflow.config.dataDir, { recursive: true });
}

describe('the drill', () => {
  let standings: unknown;
  let settings: unknown;

  it('somebody syncs, changes settings and maps a title', async () => {
    const { watchflow, userId } = first();
    const run = await sync(watchflow);
    expect(run).toMatchObject({ status: 'success', certificate: { complete: true } });
    await watchflow.history.settings.change(userId, { cron: '30 4 * * *', specials: true });
    await watchflow.db.mapping.create({
      data: {
        id: randomUUID(),
        userId,
        mediaType: 'show',
        traktId: 999_999n,
        action: 'ignore',
        origin: 'api',
      },
    });
    standings = await watchflow.history.standings(userId);
    settings = await watchflow.history.settings.read(userId);
  });

  it('a backup that cannot be made is told to administrators, once a day', async () => {
    const { watchflow, userId } = first();
    await writeFile(backupDir, 'a file where a folder should be');
    await expect(runBackupJob(watchflow)).rejects.toThrow();
    await expect(runBackupJob(watchflow)).rejects.toThrow();
    const told = await watchflow.db.notification.findMany({ where: { userId } });
    expect(told.filter(({ event }) => event === 'backup.failed')).toHaveLength(1);
    const ended = { action: 'job.ended', targetId: 'backup', outcome: 'failed' };
    expect(await watchflow.db.auditLog.count({ where: ended })).toBe(2);
    await rm(backupDir);
  });

  it('the daily job writes one, as its schedule will', async () => {
    const { watchflow } = first();
    expect(await runBackupJob(watchflow)).toMatchObject({ removed: 0 });
    expect(await readdir(backupDir)).toHaveLength(1);
  });

  it('everything is destroyed, and brought back elsewhere under other keys', async () => {
    await destroy(first());
    second = await startAfresh();
    const { watchflow } = second;
    const { userId } = first();
    expect(second.first.userId).toBe(userId);
    expect(await watchflow.history.standings(userId)).toEqual(standings);
    expect(await watchflow.history.settings.read(userId)).toEqual(settings);
    expect(await watchflow.db.mapping.count({ where: { userId } })).toBe(1);
  }, 120_000);

  it('schedules are there again, as the settings say', async () => {
    const { userId } = first();
    const described = await second?.watchflow.schedules.describe('history', userId);
    expect(described?.nextRuns.every((at) => at.getUTCHours() === 4)).toBe(true);
    expect(described?.paused).toBe(false);
    const ids: string[] = [];
    for await (const { scheduleId } of second?.watchflow.temporal.client.schedule.list() ?? [])
      ids.push(scheduleId);
    expect(ids).toContain('job:backup');
  });

  it('the API key works as before', async () => {
    const { data } = await axios.get<unknown>(`${second?.apiUrl ?? ''}/api/trakt/sync/status`, {
      headers: { authorization: `Bearer ${first().apiKey}` },
      proxy: false,
    });
    expect(data).toHaveProperty('run');
  });

  it.each(['normal', 'full'] as const)(
    'a %s sync writes nothing to Bangumi, and its certificate is complete',
    async (mode) => {
      const { bangumi } = first();
      bangumi.resetWrites();
      const run = second === undefined ? undefined : await sync(second.watchflow, mode);
      expect(run).toMatchObject({ certificate: { complete: true, differences: [] } });
      expect(bangumi.writes()).toEqual([]);
      expect(await second?.watchflow.history.standings(first().userId)).toEqual(standings);
    },
  );
});
