import type { ApiPorts } from '../../../src/api/ports.js';

/** Jobs that never ran. */
export const noJobs: ApiPorts['jobs'] = {
  list: async () => Promise.resolve([]),
  find: async (name) =>
    Promise.resolve({
      ...{ name, touches: 'nothing', timeoutMinutes: 1, attempts: 1, variable: 'A_CRON' },
      ...{ timing: '@every 1h', timeZone: 'UTC', state: 'absent', pause: null },
      ...{ nextRunAt: null, lastRun: null },
      statistics: { days: 30, runs: 0, succeeded: 0, p50Ms: null, p95Ms: null },
    }),
  runs: async () => Promise.resolve({ items: [], nextCursor: null }),
  request: async (name) => Promise.resolve({ outcome: 'started', workflowId: `job:${name}` }),
  cleanupPlan: async () => Promise.resolve([]),
  pause: async () => Promise.resolve({ outcome: 'done' }),
  resume: async () => Promise.resolve({ outcome: 'done' }),
};
