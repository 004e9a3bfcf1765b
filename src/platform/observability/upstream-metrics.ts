import { Counter, Gauge, type Registry } from 'prom-client';

export interface PoolState {
  readonly open: number;
  readonly idle: number;
  /** Who waits for a connection. */
  readonly waiting: number;
}

/** `2xx`, `429` and so on of a status; a word of what went wrong without one. */
const classOf = (outcome: number | string): string => {
  if (typeof outcome === 'string') return outcome;
  return outcome === 429 ? '429' : `${Math.floor(outcome / 100)}xx`;
};

/** Each request that left, retries included. */
export function countUpstream(
  registry: Registry,
): (service: string, outcome: number | string) => void {
  const requests = new Counter({
    name: 'watchflow_upstream_requests_total',
    help: 'Requests to services by how they were answered.',
    labelNames: ['service', 'outcome'],
    registers: [registry],
  });
  return (service, outcome) => {
    requests.inc({ service, outcome: classOf(outcome) });
  };
}

/** Asked whenever the metrics are. */
export function watchPool(registry: Registry): (state: () => PoolState) => void {
  return (state) => {
    const gauge = new Gauge<'state'>({
      name: 'watchflow_database_connections',
      help: 'Connections of the pool, and who waits for one.',
      labelNames: ['state'],
      registers: [registry],
      collect() {
        const { open, idle, waiting } = state();
        gauge.set({ state: 'used' }, open - idle);
        gauge.set({ state: 'idle' }, idle);
        gauge.set({ state: 'waiting' }, waiting);
      },
    });
  };
}
