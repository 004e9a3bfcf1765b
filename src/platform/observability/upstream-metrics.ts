import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

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

export interface UpstreamWait {
  readonly seconds: number;
  readonly passed: boolean;
}

const waitSeconds = [0.01, 0.1, 0.5, 1, 2.5, 5, 15, 60];

/** How long requests wait for our own limits; `put-off` are those that wait in their workflow instead, and not here. */
export function timeUpstreamWaits(
  registry: Registry,
): (service: string, wait: UpstreamWait) => void {
  const waits = new Histogram({
    name: 'watchflow_upstream_wait_seconds',
    help: 'How long requests to services waited for our own limits.',
    labelNames: ['service', 'outcome'],
    buckets: waitSeconds,
    registers: [registry],
  });
  return (service, { seconds, passed }) => {
    waits.observe({ service, outcome: passed ? 'left' : 'put-off' }, seconds);
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
