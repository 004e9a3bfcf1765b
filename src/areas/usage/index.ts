export { forgetGoneKeys } from './forget-keys.js';
export {
  TooMuchUsageError,
  usageBuckets,
  usageGroups,
  usageSources,
  type UsageChart,
  type UsageSums,
} from './reading/read-series.js';
export type { RelayKeyView } from './relay/relay-keys.js';
export type { RelayStanding } from './relay/reading-store.js';
export { createRequestMeter, type Refusal, type RequestMeter } from './requests/request-meter.js';
export type { LimitsStanding } from './requests/read-standing.js';
export type { CountStore } from './requests/count-store.js';
export { createUsage, type Usage, type UsageDeps } from './usage.js';
