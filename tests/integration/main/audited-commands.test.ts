import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withProcesses } from '../../support/process/spawn-watchflow.js';
import { sharedTemporal, type SharedTemporal } from '../../support/shared-temporal.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const spawn = withProcesses();

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let temporal: SharedTemporal;
beforeAll(async () => {
  folder = await temporaryFolder();
  temporal = await sharedTemporal();
});
afterAll(() => folder.remove());

const command = async (...args: readonly string[]) => {
  const child = await spawn({
    program: 'watchflow',
    args,
    cwd: folder.dir,
    env: {
      DATA_DIR: folder.dir,
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: temporal.namespace,
      LOG_LEVEL: 'error',
    },
  });
  expect(await child.ended).toEqual({ code: 0, signal: null });
  return child.stdout();
};

describe('what is done by the command line', () => {
  it('is on record as such, without a secret', async () => {
    const key = await command('keys', 'create', '--name', 'home', '--scopes', 'sync:read');
    const { id } = await database.db.apiKey.findFirstOrThrow();
    await command('keys', 'rotate', id);
    await command('keys', 'revoke', id);
    const limited = await command(
      'users',
      'limits',
      '--per-day',
      '900',
      '--per-month',
      'configured',
    );
    expect(limited).toContain('900/day');
    expect(await command('users', 'list')).toBe(limited);
    const link = await command('setup-link');
    await command('rotate-keys');
    await command('schedules', 'pause', '--all', '--reason', 'moving');
    await command('schedules', 'resume', '--all');
    const rows = await database.db.auditLog.findMany({ orderBy: { id: 'asc' } });
    expect(rows.map(({ actorKind, action }) => `${actorKind} ${action}`)).toEqual([
      'cli api-key.created',
      'cli api-key.rotated',
      'cli api-key.revoked',
      'cli user.changed',
      'cli user.setup-link-made',
      'cli encryption-keys.rotated',
      'cli schedule.paused',
      'cli schedule.resumed',
    ]);
    expect(rows[3]?.detail).toMatchObject({
      before: { limits: { perDay: null } },
      after: { limits: { perDay: 900 } },
    });
    expect(rows[6]).toMatchObject({ targetId: 'all', detail: { reason: 'moving' } });
    const text = JSON.stringify(rows.map((row) => ({ ...row, id: String(row.id) })));
    for (const secret of [key.trim(), link.trim().split('#')[1] ?? link])
      expect(text).not.toContain(secret);
  }, 120_000);
});
