import { describe, expect, it } from '@jest/globals';
import { ok, skipped, warning, type Check } from '../../../../src/main/doctor/check.js';
import { createDoctorContext } from '../../../../src/main/doctor/doctor-context.js';
import { renderDoctorReport } from '../../../../src/main/doctor/render-report.js';
import { runDoctor } from '../../../../src/main/doctor/run-doctor.js';
import { readConfig } from '../../../../src/platform/config/load-config.js';
import { systemClock } from '../../../../src/platform/lib/clock.js';
import { collectLog } from '../../../support/collect-log.js';

const contextOf = (env: Record<string, string> = {}, nodeVersion = '20.19.0') =>
  createDoctorContext({
    reading: readConfig({ env, cwd: '/nowhere' }),
    version: '1.2.3',
    nodeVersion,
    timeZone: 'UTC',
    clock: systemClock,
    log: collectLog().log,
  });

const checkOf = (name: string, run: Check['run']): Check => ({ name, run });

describe('runDoctor', () => {
  it('makes a fault of a check that throws and lets the others be', async () => {
    const checks = [
      checkOf('thrower', () => {
        throw new Error('no such thing');
      }),
      checkOf('fine', () => ok('fine')),
    ];
    const report = await runDoctor({ context: contextOf(), checks });
    expect(report.checks.map(({ status }) => status)).toEqual(['fault', 'ok']);
    expect(report.checks[0]?.found).toContain('no such thing');
    expect(report.healthy).toBe(false);
  });

  it('waits for no check beyond its deadline', async () => {
    const checks = [checkOf('sleeper', () => new Promise(() => undefined))];
    const { checks: results } = await runDoctor({ context: contextOf(), checks, deadlineMs: 20 });
    expect(results[0]?.status).toBe('fault');
  });

  it('is healthy with warnings and skipped checks', async () => {
    const checks = [checkOf('a', () => warning('x', 'y')), checkOf('b', () => skipped('z'))];
    const report = await runDoctor({ context: contextOf(), checks });
    expect(report.healthy).toBe(true);
    expect(report.counts).toEqual({ ok: 0, warning: 1, fault: 0, skipped: 1 });
  });

  it('cuts every secret and the client id out of what a check says', async () => {
    const env = { TRAKT_ACCESS_TOKEN: 'planted-token', TRAKT_CLIENT_ID: 'planted-client' };
    const checks = [checkOf('chatty', () => warning(env.TRAKT_ACCESS_TOKEN, env.TRAKT_CLIENT_ID))];
    const report = await runDoctor({ context: contextOf(env), checks });
    expect(JSON.stringify(report)).not.toContain('planted');
  });
});

describe('renderDoctorReport', () => {
  it('puts the advice below its finding and keeps to the width', async () => {
    const words = 'word '.repeat(40).trim();
    const checks = [
      checkOf('short', () => ok('well')),
      checkOf('much-longer', () => warning(words, words)),
    ];
    const text = renderDoctorReport(await runDoctor({ context: contextOf(), checks }), 80);
    const lines = text.split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines[2]).toBe('✓ ok        short        well');
    expect(text).toContain('→ word');
    expect(lines.at(-1)).toBe('0 faults, 1 warnings, 1 ok, 0 skipped');
  });
});
