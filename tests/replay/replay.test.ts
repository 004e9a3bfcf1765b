import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker, type ReplayWorkerOptions } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { bundleWorkflows } from '../../src/orchestration/bundle-workflows.js';
import {
  installTemporalRuntime,
  shutDownTemporalRuntime,
} from '../../src/orchestration/temporal-log.js';
import { collectLog } from '../support/collect-log.js';
import { scenarios } from '../support/replay/scenarios.js';
import { workflowBundlePath } from '../support/shared-temporal.js';

const folder = fileURLToPath(new URL('./histories/', import.meta.url));
const names = readdirSync(folder).map((file) => path.basename(file, '.json'));
const textOf = (name: string): string => readFileSync(path.join(folder, `${name}.json`), 'utf8');
const { log } = collectLog();

/** What replaying this history throws; undefined when the workflows still do what they did. */
const replay = async (
  name: string,
  workflowBundle: NonNullable<ReplayWorkerOptions['workflowBundle']>,
): Promise<unknown> => {
  try {
    await Worker.runReplayHistory({ workflowBundle, replayName: name }, JSON.parse(textOf(name)));
    return undefined;
  } catch (thrown) {
    return thrown;
  }
};

describe('recorded histories', () => {
  let home: string;
  let bundle: { readonly codePath: string };
  let broken: { readonly codePath: string };

  beforeAll(async () => {
    installTemporalRuntime({ log });
    home = await mkdtemp(path.join(tmpdir(), 'watchflow-replay-'));
    bundle = { codePath: await workflowBundlePath() };
    broken = { codePath: path.join(home, 'broken.js') };
    const workflowsPath = fileURLToPath(
      new URL('../support/workflows-broken/index.ts', import.meta.url),
    );
    await bundleWorkflows({ workflowsPath, outFile: broken.codePath, encoded: false, log });
  });

  afterAll(async () => {
    await rm(home, { recursive: true, force: true });
    await shutDownTemporalRuntime();
  });

  it('exist for every scenario, and for nothing else', () => {
    expect([...names].sort()).toEqual(Object.keys(scenarios).sort());
  });

  it.each(names)('%s: the workflows still go this way', async (name) => {
    expect(await replay(name, bundle)).toBeUndefined();
  });

  it.each(names)('%s: a careless change is noticed', async (name) => {
    expect(await replay(name, broken)).toBeInstanceOf(DeterminismViolationError);
  });

  it.each(names)(
    '%s: is complete, the same after a round trip, and silent about its machine',
    (name) => {
      const text = textOf(name);
      const again = historyToJSON(historyFromJSON(JSON.parse(text)));
      expect(JSON.parse(again)).toEqual(JSON.parse(text));
      // Without these flags replay does not compare activity types.
      expect(text).toContain('"coreUsedFlags"');
      expect(text).not.toMatch(/file:\/\/|node_modules|\d+@/);
    },
  );
});
