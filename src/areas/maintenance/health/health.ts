/** What is looked after; a relay and Trakt only where they are configured. */
export const healthComponents = [
  'database',
  'temporal',
  'trakt',
  'bangumi',
  'relay',
  'files',
  'cache',
  'disk',
] as const;
export type HealthComponent = (typeof healthComponents)[number];

/** `degraded`: it works, and somebody ought to look. */
export const healthStates = ['ok', 'degraded', 'down'] as const;
export type HealthState = (typeof healthStates)[number];

/** What one look found. */
export interface Measured {
  readonly state: HealthState;
  /** How long the answer took; null where nothing was asked. */
  readonly ms: number | null;
  /** One word of ours, such as `slow`; null while all is well. */
  readonly detail: string | null;
}

export interface HealthSample extends Measured {
  readonly id: string;
  readonly component: HealthComponent;
  /** The state that counts since this look: it takes two looks in a row to change it. */
  readonly settled: HealthState;
  readonly at: Date;
}

/** Never throws: what goes wrong is the finding. Absent: there is no such thing here. */
export type HealthProbes = Partial<Readonly<Record<HealthComponent, () => Promise<Measured>>>>;
