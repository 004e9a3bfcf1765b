import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { startSimulatedWorld, type SimulatedWorld } from '../../support/process/simulated-world.js';
import { withProcesses } from '../../support/process/spawn-watchflow.js';
import { sharedTemporal, type SharedTemporal } from '../../support/shared-temporal.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { withDatabase } from '../../support/with-database.js';

const count = z.int().min(0);
const synced = z.looseObject({ status: z.string(), runId: z.string() });

/** The keys programs may rely on; there may be more. */
const undone = z.looseObject({
  status: z.string(),
  advice: z.string().nullable(),
  undoes: z.uuid(),
  marks: z.record(z.string(), count),
  requests: z.looseObject({ trakt: count, bangumi: count }),
  wallMs: z.number().min(0),
  runId: z.uuid(),
  workflowId: z.string().regex(/^history:/),
});

const database = withDatabase();
const spawnWatchflow = withProcesses();

describe('watchflow undo', () => {
  let world: SimulatedWorld;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let temporal: SharedTemporal;
  beforeAll(async () => {
    world = await startSimulatedWorld({ latencyMs: 0 });
    folder = await temporaryFolder();
    temporal = await sharedTemporal();
  });
  afterAll(async () => {
    await world.stop();
    await folder.remove();
  });

  const run = async (...args: readonly string[]) => {
    const child = await spawnWatchflow({
      program: 'watchflow',
      args,
      env: {
        ...world.env,
        DATA_DIR: folder.dir,
        DATABASE_URL: database.url,
        TEMPORAL_ADDRESS: temporal.address,
        TEMPORAL_NAMESPACE: temporal.namespace,
      },
      cwd: folder.dir,
    });
    const { code } = await child.ended;
    return { code, stdout: child.stdout(), stderr: child.stderr() };
  };
  const sync = async () => {
    const { code, stdout, stderr } = await run('sync', '--once', '--json');
    if (code !== 0) throw new Error(stderr);
    return synced.parse(JSON.parse(stdout));
  };
  /** Marks that are set, by subject. */
  const marks = () =>
    Object.values(world.bangumi.finalState().episodes).flatMap((episodes) =>
      Object.values(episodes).filter((type) => type === 2),
    ).length;

  it('tells how much there is, takes it back, and says what came of each mark', async () => {
    const before = marks();
    const { runId: first } = await sync();
    const between = marks();
    world.watchNext();
    const { runId: second } = await sync();
    expect(marks()).toBe(between + 1);

    const last = await run('undo', second, '--json');
    expect(last.stderr).toContain('1 marks are to be taken back');
    expect([last.code, last.stdout]).toEqual([0, expect.stringMatching(/^\{.*\}\n$/)]);
    expect(undone.parse(JSON.parse(last.stdout))).toMatchObject({
      status: 'success',
      advice: null,
      undoes: second,
      marks: { 'taken-back': 1 },
      requests: { trakt: 0 },
    });
    expect(marks()).toBe(between);

    const [changed] = world.bangumi.writes().flatMap(({ episodeIds }) => episodeIds);
    world.bangumi.setMark(changed ?? 0, 3);
    const whole = await run('undo', first);
    expect(whole.code).toBe(0);
    expect(whole.stdout).toMatch(
      /^Undo \S+ of run \S+: success,[^]*taken back +\d+\n +changed since by somebody +1\n[^]*marks lists each/,
    );
    expect(marks()).toBe(before);
  }, 180_000);

  it('refuses what is no run, and one of which nothing is left', async () => {
    const none = await run('undo', 'nonsense');
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('there is no such run')]);
    const { id } = await database.db.syncRun.findFirstOrThrow({ where: { mode: 'normal' } });
    const again = await run('undo', id);
    expect([again.code, again.stderr]).toEqual([
      1,
      expect.stringContaining('nothing of it is left'),
    ]);
    const foreign = await run('undo', id, '--user', 'nobody');
    expect([foreign.code, foreign.stderr]).toEqual([
      1,
      expect.stringContaining('there is nobody of that name'),
    ]);
  }, 120_000);

  it('is on record as of the command line', async () => {
    const records = await database.db.auditLog.findMany({ where: { action: 'run.undone' } });
    expect(records).toHaveLength(2);
    for (const { actorKind, detail } of records)
      expect([actorKind, detail]).toEqual([
        'cli',
        expect.objectContaining({ marks: expect.any(Number) }),
      ]);
  });
});
