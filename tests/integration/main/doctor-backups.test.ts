import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aBackupOf } from '../../support/backup/a-backup-of.js';
import { createPatient, type Patient } from '../../support/examine-at.js';

let patient: Patient;
beforeAll(async () => {
  patient = await createPatient();
});
afterAll(() => patient.remove());

const backups = async (env: Readonly<Record<string, string>>) =>
  (await patient.examine(env)).of('backups');

describe('doctor on backups', () => {
  it('tells how old the newest one is', async () => {
    const { status, found } = await backups(await aBackupOf(patient, 30));
    expect(status).toBe('ok');
    expect(found).toMatch(/^1 in .*, the newest 30 hours old$/);
  });

  it('warns where it is old, missing, or not to be made', async () => {
    expect(await backups(await aBackupOf(patient, 72))).toMatchObject({
      status: 'warning',
      found: expect.stringContaining('the newest 72 hours old'),
    });
    expect(await backups({})).toMatchObject({ status: 'warning', found: 'none are made' });
    const { BACKUP_DIR, BACKUP_PASSPHRASE } = await aBackupOf(patient);
    expect(await backups({ BACKUP_DIR })).toMatchObject({
      status: 'warning',
      found: expect.stringContaining('without BACKUP_PASSPHRASE'),
    });
    const empty = { BACKUP_PASSPHRASE, BACKUP_DIR: path.join(BACKUP_DIR, 'new') };
    expect(await backups(empty)).toMatchObject({
      status: 'warning',
      found: expect.stringContaining('there is none in'),
    });
  });

  it('calls a folder that is none a fault', async () => {
    const { BACKUP_PASSPHRASE } = await aBackupOf(patient);
    const env = { BACKUP_PASSPHRASE, BACKUP_DIR: process.execPath };
    expect(await backups(env)).toMatchObject({ status: 'fault' });
  });
});
