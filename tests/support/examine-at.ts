import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { examine, type ExamineOptions } from '../../src/main/doctor/examine.js';
import type { CheckResult, DoctorReport } from '../../src/main/doctor/run-doctor.js';

export interface Patient {
  /** The data folder; not made. */
  readonly dataDir: string;
  /** Examines with these variables over harmless ones. */
  examine(env: ExamineOptions['env'], rest?: Partial<ExamineOptions>): Promise<Examined>;
  remove(): Promise<void>;
}

interface Examined {
  readonly report: DoctorReport;
  readonly of: (name: string) => CheckResult;
}

/** An installation in a folder of its own, whose services all refuse connections unless told otherwise. */
export async function createPatient(): Promise<Patient> {
  const folder = await mkdtemp(path.join(tmpdir(), 'watchflow-doctor-'));
  const dataDir = path.join(folder, 'data');
  const harmless = {
    DATA_DIR: dataDir,
    XDG_CACHE_HOME: path.join(folder, 'cache'),
    PORT: '0',
    TRAKT_API_URL: 'http://127.0.0.1:1',
    BANGUMI_API_URL: 'http://127.0.0.1:1',
    UPSTREAM_TIMEOUT_MS: '2000',
  };
  return {
    dataDir,
    async examine(env, rest = {}) {
      const report = await examine({ env: { ...harmless, ...env }, cwd: folder, ...rest });
      return { report, of: (name) => resultOf(report, name) };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function resultOf({ checks }: DoctorReport, name: string): CheckResult {
  const found = checks.find((check) => check.name === name);
  if (found === undefined) throw new Error(`no check is named ${name}`);
  return found;
}
