import { victims } from './plan-rounds.js';
import type { ChaosResult } from './run-chaos.js';

/** The result for people. */
export function renderResult(result: ChaosResult): string {
  const { seed, rounds, proven, lost, doubled, needlessWrites, failed, played } = result;
  const recoveries = victims.flatMap((victim) => {
    const times = played
      .filter((one) => one.victim === victim)
      .map(({ played: { recoveryMs } }) => recoveryMs ?? 0)
      .sort((left, right) => left - right);
    const at = (share: number): string =>
      ((times[Math.floor((times.length - 1) * share)] ?? 0) / 1000).toFixed(1);
    return times.length === 0
      ? []
      : [
          `  ${victim.padEnd(9)} killed, then to the end of the run: median ${at(0.5)} s, longest ${at(1)} s`,
        ];
  });
  return [
    `chaos, seed ${seed}: rounds ${rounds}, proven ${proven}, lost ${lost}, doubled ${doubled}, needlessWrites ${needlessWrites}`,
    `  overlapping writes ${result.overlappingWrites}`,
    ...recoveries,
    ...(failed === null ? [] : [`FAILED: ${failed}`]),
  ].join('\n');
}
