import type { Operation } from './api-document.js';
import type { Exchange } from './judge.js';

export interface Fault {
  readonly where: string;
  readonly what: string;
  /** How often it was seen. */
  times: number;
  /** The first request that showed it, and what was answered. */
  readonly example: string;
}

/** Counts what was answered, and keeps one example of each fault. */
export function createTally() {
  const faults = new Map<string, Fault>();
  const statuses = new Map<string, Map<number, number>>();
  let requests = 0;
  return {
    count({ operation, answer }: Exchange) {
      requests += 1;
      const seen = statuses.get(operation.id) ?? new Map<number, number>();
      statuses.set(operation.id, seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1));
    },
    fault(exchange: Exchange, what: string) {
      const { method, path } = exchange.operation;
      const where = `${method} ${path}`;
      const known = faults.get(`${where} ${what}`);
      if (known !== undefined) known.times += 1;
      else faults.set(`${where} ${what}`, { where, what, times: 1, example: tellOf(exchange) });
    },
    faults: (): readonly Fault[] => [...faults.values()],
    requests: () => requests,
    /** By kind: 2 for 2xx. */
    sums: () => {
      const all = [...statuses.values()].flatMap((seen) => [...seen]);
      const sums: Record<string, number> = {};
      for (const [status, times] of all) {
        const kind = `${Math.floor(status / 100)}xx`;
        sums[kind] = (sums[kind] ?? 0) + times;
      }
      return sums;
    },
    /** Ids of operations that answered nobody with what they are for. */
    neverGranted: (operations: readonly Operation[]): readonly string[] =>
      operations
        .map(({ id }) => id)
        .filter((id) => ![...(statuses.get(id)?.keys() ?? [])].some((status) => status < 300)),
    /** `200×12 404×3` by operation. */
    table: (): readonly string[] => [...statuses].map(([id, seen]) => `${id} ${told(seen)}`),
  };
}

export type Tally = ReturnType<typeof createTally>;

const told = (seen: ReadonlyMap<number, number> | undefined): string =>
  [...(seen ?? [])].map(([status, times]) => `${status}×${times}`).join(' ');

function tellOf({ wish, answer }: Exchange): string {
  const { method, url, headers, body } = wish;
  const shown = Object.entries(headers)
    .filter(([name]) => !['authorization', 'cookie', 'x-api-key', 'x-csrf-token'].includes(name))
    .map(([name, value]) => `${name}: ${value}`);
  return [
    `${method} ${url.slice(0, 500)}`,
    ...shown,
    (body ?? '').slice(0, 500),
    `→ ${answer.status} ${answer.text.slice(0, 800)}`,
  ].join('\n');
}
