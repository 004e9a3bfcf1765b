export { startBangumiSimulator, type BangumiSimulator } from './bangumi/start-bangumi-simulator.js';
export type { FinalState } from './bangumi/members.js';
export { startRelaySimulator, type RelaySimulator } from './relay/start-relay-simulator.js';
export { loadExpected, loadScenario } from './load-scenario.js';
export type { Expected, Scenario, ScenarioInput } from './scenario.js';
export {
  startTraktSimulator,
  type TraktSimulator,
  type TraktSimulatorOptions,
} from './trakt/start-trakt-simulator.js';
