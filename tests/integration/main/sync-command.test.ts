import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { planReportSchema } from '../../../src/areas/history/index.js';
import { eventually } from '../../support/eventually.js';
import { processesNaming } from '../../support/process/processes-naming.js';
import { startSimulatedWorld, type SimulatedWorld } from '../../support/process/simulated-world.js';
import { withProcesses, type WatchflowProcess } from '../../support/process/spawn-watchflow.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const count = z.int().min(0);
const mebibytes = z.number().positive();

/** The keys programs may rely on; there may be more. */
const reportSchema = z.looseObject({
  status: z.string(),
  complete: z.boolean(),
  plays: z.strictObject({
    promised: count,
    stored: count,
    elsewhere: count,
    seen: count,
    planned: count,
    sent: count,
    proven: count,
    parked: count,
    excluded: count,
    removed: count,
  }),
  parkedReasons: z.record(z.string(), count),
  subjects: count,
  requests: z.strictObject({
    trakt: count,
    bangumi: count,
    byEndpoint: z.record(z.string(), count),
  }),
  wallMs: z.number().min(0),
  rss: z.strictObject({ node: mebibytes, postgres: mebibytes, temporal: mebibytes }),
  temporal: z.strictObject({ address: z.string().min(1), ui: z.string().nullable() }),
  runId: z.uuid(),
  workflowId: z.string().regex(/^history:/),
});

/** What a dry run prints, as far as it is read here. */
const planSchema = z.looseObject({
  status: z.string(),
  report: planReportSchema,
  requests: z.looseObject({ trakt: count, bangumi: count }),
  subjects: z.array(z.looseObject({ subjectId: z.int(), title: z.string() })),
});
let planned: z.infer<typeof planReportSchema> | undefined;

const spawnWatchflow = withProcesses();

/** A folder and a world of its own, and `watchflow sync --once --json` over them. */
function withInstallation({ latencyMs }: { readonly latencyMs: number }) {
  let world: SimulatedWorld;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeAll(async () => {
    world = await startSimulatedWorld({ latencyMs });
    folder = await temporaryFolder();
  });
  afterAll(async () => {
    await world.stop();
    await folder.remove();
  });
  return {
    world: () => world,
    dir: () => folder.dir,
    startSync: (...flags: readonly string[]): Promise<WatchflowProcess> =>
      spawnWatchflow({
        program: 'watchflow',
        args: ['sync', '--once', ...flags],
        env: { ...world.env, DATA_DIR: folder.dir },
        cwd: folder.dir,
      }),
  };
}

/** Stdout must hold the report and nothing else. */
async function reportOf(process: WatchflowProcess) {
  const { code } = await process.ended;
  if (code !== 0) throw new Error(`exit code ${code}: ${process.stderr()}`);
  expect(process.stdout()).toMatch(/^\{.*\}\n$/);
  return reportSchema.parse(JSON.parse(process.stdout()));
}

describe('watchflow sync --once --json', () => {
  const { world, dir, startSync } = withInstallation({ latencyMs: 0 });

  it('first tells with --dry-run what it would do, and writes nothing', async () => {
    const process = await startSync('--dry-run', '--json');
    const { code } = await process.ended;
    expect([code, process.stdout()]).toEqual([0, expect.stringMatching(/^\{.*\}\n$/)]);
    const { status, report, subjects, requests } = planSchema.parse(JSON.parse(process.stdout()));
    expect(status).toBe('success');
    expect(report.plays.lookedAt).toBe(world().trakt.plays().length);
    expect(report.plays.mark + report.plays.doneAlready).toBeGreaterThan(600);
    expect(subjects).toHaveLength(report.subjects.touched);
    expect(world().bangumi.writes()).toEqual([]);
    // One call each told whose the tokens are; no run makes them.
    const asked = world().requests();
    expect(requests).toMatchObject({ trakt: asked.trakt - 1, bangumi: asked.bangumi - 1 });
    planned = report;
  }, 90_000);

  it('brings a whole history over, prints one JSON object and leaves no process behind', async () => {
    const report = await reportOf(await startSync('--json'));
    expect(report).toMatchObject({ status: 'success', complete: true });
    const { promised, stored, proven, parked, excluded } = report.plays;
    expect(promised).toBe(world().trakt.plays().length);
    expect(stored).toBe(promised);
    expect(proven + parked + excluded).toBe(promised);
    expect(proven).toBeGreaterThan(600);
    expect([proven, parked, world().bangumi.writes().length]).toEqual([
      (planned?.plays.mark ?? 0) + (planned?.plays.doneAlready ?? 0),
      planned?.plays.parked,
      planned?.writes,
    ]);
    expect(Object.values(report.parkedReasons).reduce((sum, plays) => sum + plays, 0)).toBe(parked);
    const asked = world().requests();
    expect(report.requests).toMatchObject({ trakt: asked.trakt, bangumi: asked.bangumi });
    expect(await processesNaming(dir())).toEqual([]);
  }, 90_000);

  it('asks once when nothing is new', async () => {
    const report = await reportOf(await startSync('--json'));
    expect(report.status).toBe('unchanged');
    expect(world().requests()).toEqual({ trakt: 1, bangumi: 0 });
  }, 60_000);

  it('brings one new episode over with at most two questions to Trakt and four to Bangumi', async () => {
    const before = world().bangumi.writes().length;
    world().watchNext();
    const report = await reportOf(await startSync('--json'));
    expect(report).toMatchObject({ status: 'success', complete: true, subjects: 1 });
    const asked = world().requests();
    expect(asked.trakt).toBeLessThanOrEqual(2);
    expect(asked.bangumi).toBeLessThanOrEqual(4);
    expect(world().bangumi.writes().length).toBe(before + 1);
  }, 60_000);
});

describe('watchflow sync after a kill', () => {
  const { world, dir, startSync } = withInstallation({ latencyMs: 15 });

  it('goes on where it was: everything proven, nothing done twice, no survivor', async () => {
    const killed = await startSync('--json');
    await eventually(
      () => Promise.resolve(world().bangumi.writes().length >= 25 ? true : undefined),
      'the middle of a sync',
    );
    const children = (await processesNaming(dir())).filter((pid) => pid !== killed.pid);
    expect(children.length).toBeGreaterThanOrEqual(2);
    killed.kill('SIGKILL');
    await killed.ended;
    expect(world().bangumi.writes().length).toBeLessThan(80);

    // The killed run goes on first; asked for while it marks, this one comes after it and may find nothing left.
    const report = await reportOf(await startSync('--json'));
    expect(['success', 'unchanged']).toContain(report.status);
    expect(report.complete).toBe(true);
    expect(report.plays).toMatchObject({
      promised: world().trakt.plays().length,
      planned: 0,
      sent: 0,
      seen: 0,
    });
    expectNothingTwice(world());
    expect(world().bangumi.overlappingWrites()).toBe(0);
    expect(await processesNaming(dir())).toEqual([]);
  }, 120_000);
});

/** A subject is collected once. What was under way when the kill came may be written once more, nothing else. */
function expectNothingTwice({ bangumi }: SimulatedWorld): void {
  const collected = new Map<number, number>();
  const marked = new Map<number, number>();
  const add = (counts: Map<number, number>, key: number): void => {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  for (const { subjectId, episodeIds } of bangumi.writes()) {
    if (episodeIds.length === 0) add(collected, subjectId);
    for (const episodeId of episodeIds) add(marked, episodeId);
  }
  expect([...collected].filter(([, times]) => times > 1)).toEqual([]);
  expect([...marked].filter(([, times]) => times > 2)).toEqual([]);
  const twice = [...marked].filter(([, times]) => times === 2).length;
  expect(twice / marked.size).toBeLessThan(0.2);
}
