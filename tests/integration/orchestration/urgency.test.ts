import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSyncCommands, type SyncCommands } from '../../../src/orchestration/commands.js';
import type { TemporalLink } from '../../../src/orchestration/connect.js';
import { createWorkers, type Workers } from '../../../src/orchestration/workers.js';
import {
  historyWorkflowId,
  queueNames,
  type SyncHistoryResult,
  type RunTrigger,
} from '../../../src/workflows/contract.js';
import { collectLog } from '../../support/collect-log.js';
import { eventually } from '../../support/eventually.js';
import { scriptedActivities } from '../../support/replay/scripted-activities.js';
import { workflowBundlePath } from '../../support/shared-temporal.js';
import { openTemporal, unique } from './open-temporal.js';

const aLot = 110;
const few = 4;
const people = 12;

describe('where more work waits than workers have room for', () => {
  let link: TemporalLink;
  let workers: Workers;
  let commands: SyncCommands;
  /** Whose subjects were marked, in that order. */
  let marked: string[] = [];
  const queues = queueNames(unique(''));

  /** One subject after the other, whoever's: there is one slot. */
  const markSubject = async ({ userId }: { readonly userId: string }) => {
    marked.push(userId);
    await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const subjectsOf = (userId: string) => (userId.startsWith('long') ? aLot : few);

  beforeAll(async () => {
    link = await openTemporal();
    const { log } = collectLog();
    workers = await createWorkers({
      connection: link.connection,
      namespace: link.namespace,
      queues,
      activities: scriptedActivities({
        countWaiting: ({ userId }) => {
          marked.push(`${userId} is about to`);
          return Promise.resolve({ items: 1, subjects: subjectsOf(userId) });
        },
        subjectsToMark: ({ userId, after }) =>
          Promise.resolve(
            after === 0 ? Array.from({ length: subjectsOf(userId) }, (_, index) => index + 1) : [],
          ),
        markSubject,
      }),
      workflows: { bundlePath: await workflowBundlePath() },
      slots: { bangumi: 1 },
      graceMs: 100,
      log,
    });
    workers.run().catch(() => undefined);
    commands = createSyncCommands({ client: link.client, queues, log });
  });

  afterAll(async () => {
    await workers.shutdown();
    await link.close();
  });

  const ask = (userId: string, trigger: RunTrigger) =>
    commands.request(userId, { requestId: randomUUID(), mode: 'normal', trigger });
  const end = (userId: string): Promise<SyncHistoryResult> =>
    link.client.workflow.getHandle(historyWorkflowId(userId)).result();

  it('a sync that is asked for comes before the first syncs of long histories, whoever asked for those', async () => {
    marked = [];
    const long = Array.from({ length: people }, () => unique('long'));
    const asked = unique('asked');
    await Promise.all(long.map((each) => ask(each, 'manual')));
    await eventually(
      () => Promise.resolve(long.every((each) => marked.includes(each)) || undefined),
      'a mark of each',
    );
    await ask(asked, 'manual');
    await end(asked);
    const meanwhile = marked.slice(
      marked.lastIndexOf(`${asked} is about to`),
      marked.lastIndexOf(asked),
    );
    // 48 wait before it, four of each person; the queue's partitions are asked by turns.
    expect(meanwhile.filter((each) => long.includes(each)).length).toBeLessThan(people * 2);
    for (const each of long) expect(marked.filter((one) => one === each).length).toBeLessThan(aLot);
    await Promise.all(
      long.map((each) => link.client.workflow.getHandle(historyWorkflowId(each)).terminate()),
    );
  }, 60_000);

  it('two long histories are worked off side by side, for nobody has more than four subjects under way', async () => {
    marked = [];
    const [one, other] = [unique('long-one'), unique('long-other')];
    await Promise.all([ask(one, 'manual'), ask(other, 'schedule')]);
    await Promise.all([end(one), end(other)]);
    const later = marked.slice(marked.indexOf(other), marked.lastIndexOf(one));
    const share = later.filter((each) => each === other).length / later.length;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.75);
  }, 60_000);
});
