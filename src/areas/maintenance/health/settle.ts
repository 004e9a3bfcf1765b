import type { HealthComponent, HealthSample, HealthState, Measured } from './health.js';

export interface HealthChange {
  readonly component: HealthComponent;
  readonly from: HealthState;
  readonly to: HealthState;
  readonly detail: string | null;
}

type Before = Pick<HealthSample, 'state' | 'settled'>;

/** A state counts once seen twice in a row; what was never looked at counts as `ok`. */
export const settle = (state: HealthState, before: Before | undefined): HealthState =>
  before?.state === state ? state : (before?.settled ?? 'ok');

/** What counts otherwise than it did. */
export const changesAmong = (
  samples: readonly (Pick<HealthSample, 'component' | 'settled'> & Pick<Measured, 'detail'>)[],
  before: ReadonlyMap<HealthComponent, Before>,
): readonly HealthChange[] =>
  samples.flatMap(({ component, settled, detail }) => {
    const from = before.get(component)?.settled ?? 'ok';
    return from === settled ? [] : [{ component, from, to: settled, detail }];
  });

/** `trakt: ok → down (unreachable)`; the same in every language. */
export const sayChange = ({ component, from, to, detail }: HealthChange): string =>
  `${component}: ${from} → ${to}${detail === null ? '' : ` (${detail})`}`;
