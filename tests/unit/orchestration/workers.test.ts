import { describe, expect, it } from '@jest/globals';
import { superviseWorkers } from '../../../src/orchestration/workers.js';
import { collectLog } from '../../support/collect-log.js';

/** A worker that runs until it is told to stop, or dies when the test says so. */
function aWorker(taskQueue: string) {
  let state: 'INITIALIZED' | 'RUNNING' | 'STOPPED' | 'FAILED' = 'INITIALIZED';
  let end: () => void = () => undefined;
  let die: (reason: Error) => void = () => undefined;
  return {
    options: { taskQueue },
    getState: () => state,
    run: () =>
      new Promise<void>((resolve, reject) => {
        state = 'RUNNING';
        end = () => {
          state = 'STOPPED';
          resolve();
        };
        die = (reason) => {
          state = 'FAILED';
          reject(reason);
        };
      }),
    shutdown: () => {
      end();
    },
    die: (reason: Error) => {
      die(reason);
    },
  };
}

describe('workers of one process', () => {
  it('run until they are shut down', async () => {
    const all = [aWorker('watchflow'), aWorker('trakt')];
    const workers = superviseWorkers(all, collectLog().log);
    const running = workers.run();
    expect(workers.state()).toBe('running');
    await workers.shutdown();
    await running;
    expect(workers.state()).toBe('stopped');
    expect(all.map((worker) => worker.getState())).toEqual(['STOPPED', 'STOPPED']);
  });

  it('all stop when one dies, and the reason is told and logged', async () => {
    const main = aWorker('watchflow');
    const trakt = aWorker('trakt');
    const { log, lines } = collectLog();
    const workers = superviseWorkers([main, trakt], log);
    const running = workers.run();
    trakt.die(new Error('poll failed'));
    await expect(running).rejects.toThrow('poll failed');
    expect(main.getState()).toBe('STOPPED');
    expect(workers.state()).toBe('failed');
    expect(lines).toMatchObject([{ level: 'error', fields: { queue: 'trakt' } }]);
    await workers.shutdown();
    expect(workers.state()).toBe('failed');
  });
});
