export {
  startBangumiSimulator,
  type BangumiSimulator,
  type BangumiSimulatorOptions,
} from './bangumi/start-bangumi-simulator.js';
export type { BangumiWrite, FinalState } from './bangumi/members.js';
export { loadExpected, loadScenario } from './load-scenario.js';
export type { Expected, Scenario, ScenarioInput } from './scenario.js';
export type { Fault, FaultControl, FaultHandle, FaultRule } from './server/fault-control.js';
export type { Simulator } from './server/start-server.js';
export type { ChangeOptions, NewPlay } from './trakt/outside-changes.js';
export {
  startTraktSimulator,
  type TraktSimulator,
  type TraktSimulatorOptions,
} from './trakt/start-trakt-simulator.js';
