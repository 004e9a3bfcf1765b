import type { ApiDeps } from '../../../src/api/create-api.js';
import { createRequestMeter, type CountStore } from '../../../src/areas/usage/index.js';
import type { Clock } from '../../../src/platform/lib/clock.js';
import type { Logger } from '../../../src/platform/lib/logger.js';
import { notPlayed } from './fake-connections.js';

export const noLimits = { perMinute: null, perDay: null, perMonth: null };

/** Requests are counted in this process alone. */
const nowhere: CountStore = {
  load: () => Promise.resolve([]),
  add: (counts) => Promise.resolve(counts),
};

export const fakeUsage = ({ clock, log }: { clock: Clock; log: Logger }): ApiDeps['usage'] => ({
  meter: createRequestMeter({
    store: nowhere,
    clock,
    log,
    keyLimits: {},
    userLimits: {},
    everyMs: 3_600_000,
    onRefused: () => undefined,
  }),
  keyLimits: { minute: 600 },
  relayKeys: { page: notPlayed, find: notPlayed, assign: notPlayed },
  standing: notPlayed,
  limitsOf: notPlayed,
  series: notPlayed,
  exportUsage: notPlayed,
  exportKeys: notPlayed,
});
