import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { watchFigures, type FigureSource } from './figures.js';
import {
  countUpstream,
  timeUpstreamWaits,
  watchPool,
  type PoolState,
  type UpstreamWait,
} from './upstream-metrics.js';

export interface AnsweredRequest {
  readonly method: string;
  /** Its pattern, such as `/api/v1/runs/{id}`; `none` where there is no such route. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
}

export interface WrittenGroup {
  readonly rows: number;
  readonly ms: number;
  readonly failed: boolean;
}

type PerKind<T> = Readonly<Record<string, T>>;

/** What is counted and measured in this process, for Prometheus to fetch. */
export interface Metrics {
  readonly request: (answered: AnsweredRequest) => void;
  /** Of the write buffer of translation records; kinds are `sessions` and `tasks`. */
  readonly recordsFlushed: (kind: string, group: WrittenGroup) => void;
  readonly recordsJudged: (kind: string, verdicts: readonly { readonly kind: string }[]) => void;
  /** Asked whenever the metrics are. */
  readonly watchRecords: (
    state: () => PerKind<{ readonly waiting: number; readonly writing: number }>,
  ) => void;
  /** Values of a kind that were found in this process, among what processes share, or at their source. */
  readonly cacheRead: (kind: string, source: string, values: number) => void;
  /** A request that left for a service: its status, or a word of what went wrong. */
  readonly upstream: (service: string, outcome: number | string) => void;
  /** A wait for our own limits of a service, and whether the request could leave after it. */
  readonly upstreamWait: (service: string, wait: UpstreamWait) => void;
  /** Asked whenever the metrics are, as is what follows; once each. */
  readonly watchPool: (state: () => PoolState) => void;
  readonly watchFigures: (source: FigureSource) => void;
  /** In the text format of Prometheus. */
  readonly render: () => Promise<{ readonly type: string; readonly text: string }>;
}

const requestSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const flushSeconds = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];
const flushRows = [1, 10, 50, 100, 250, 500, 1_000, 2_000];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'watchflow_http_request_duration_seconds',
    help: 'Requests by route and status, and how long they took.',
    labelNames: ['method', 'route', 'status'],
    buckets: requestSeconds,
    registers: [registry],
  });
  const records = recordInstruments(registry);
  let refresh = () => Promise.resolve('');
  return {
    request: ({ method, route, status, ms }) => {
      requests.observe({ method, route, status }, ms / 1000);
    },
    ...records,
    cacheRead: countCacheReads(registry),
    upstream: countUpstream(registry),
    upstreamWait: timeUpstreamWaits(registry),
    watchPool: watchPool(registry),
    watchFigures: (source) => {
      refresh = watchFigures(registry, source);
    },
    render: async () => {
      const counted = await refresh();
      return { type: registry.contentType, text: (await registry.metrics()) + counted };
    },
  };
}

function countCacheReads(registry: Registry): Metrics['cacheRead'] {
  const reads = new Counter({
    name: 'watchflow_cache_values_total',
    help: 'Values read through a cache, and where each was found.',
    labelNames: ['kind', 'source'],
    registers: [registry],
  });
  return (kind, source, values) => {
    reads.inc({ kind, source }, values);
  };
}

function recordInstruments(
  registry: Registry,
): Pick<Metrics, 'recordsFlushed' | 'recordsJudged' | 'watchRecords'> {
  const registers = [registry];
  const duration = new Histogram({
    name: 'watchflow_records_flush_duration_seconds',
    help: 'Groups of translation records written together, and how long the database took.',
    labelNames: ['kind', 'outcome'],
    buckets: flushSeconds,
    registers,
  });
  const size = new Histogram({
    name: 'watchflow_records_flush_rows',
    help: 'Rows of a group.',
    labelNames: ['kind'],
    buckets: flushRows,
    registers,
  });
  const verdicts = new Counter({
    name: 'watchflow_records_verdicts_total',
    help: 'What became of each record that was sent.',
    labelNames: ['kind', 'verdict'],
    registers,
  });
  return {
    recordsFlushed(kind, { rows, ms, failed }) {
      duration.observe({ kind, outcome: failed ? 'failed' : 'written' }, ms / 1000);
      size.observe({ kind }, rows);
    },
    recordsJudged(kind, all) {
      for (const { kind: verdict } of all) verdicts.inc({ kind, verdict });
    },
    watchRecords: (state) => {
      watchBuffer(registry, state);
    },
  };
}

function watchBuffer(registry: Registry, state: Parameters<Metrics['watchRecords']>[0]): void {
  const gauge = new Gauge<'kind' | 'state'>({
    name: 'watchflow_records_buffer_rows',
    help: 'Rows that wait to be written, or are on their way.',
    labelNames: ['kind', 'state'],
    registers: [registry],
    collect() {
      for (const [kind, { waiting, writing }] of Object.entries(state())) {
        gauge.set({ kind, state: 'waiting' }, waiting);
        gauge.set({ kind, state: 'writing' }, writing);
      }
    },
  });
}
