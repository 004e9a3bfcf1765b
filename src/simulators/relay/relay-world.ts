import { z } from 'zod';

const count = z.int().min(0).default(0);

const usage = z.strictObject({
  key: z.string(),
  model: z.string(),
  at: z.iso.datetime(),
  requests: z.int().min(0).default(1),
  input_tokens: count,
  output_tokens: count,
  cache_creation_tokens: count,
  cache_read_tokens: count,
  /** US dollars. */
  cost: z.number().min(0).default(0),
});

/** What a relay knows, as data. */
export const relayScenarioSchema = z.strictObject({
  /** Of administrators, good for ever. */
  tokens: z.array(z.string()).default([]),
  admins: z.array(z.strictObject({ username: z.string(), password: z.string() })).default([]),
  /** Hours its days are ahead of UTC. */
  time_zone_offset: z.int().min(-12).max(14).default(8),
  /** Oldest first. */
  keys: z.array(z.strictObject({ id: z.string(), name: z.string() })).default([]),
  usage: z.array(usage).default([]),
});

export type RelayScenarioInput = z.input<typeof relayScenarioSchema>;
export type RelayUsageInput = z.input<typeof usage>;
type RelayScenario = z.output<typeof relayScenarioSchema>;

export interface RelayWorld {
  readonly keys: readonly { readonly id: string; readonly name: string }[];
  readonly addKey: (key: { readonly id: string; readonly name: string }) => void;
  readonly addUsage: (more: RelayUsageInput) => void;
  /** Forgets all that a key used, as a reset does. */
  readonly resetUsage: (keyId: string) => void;
  /** By model, the most used first; of days as the relay's clock has them. */
  readonly usageOf: (keyId: string, days: readonly string[]) => readonly object[];
  readonly dayOf: (at: Date) => string;
}

export function createRelayWorld(scenario: RelayScenario): RelayWorld {
  const keys = [...scenario.keys];
  let rows = [...scenario.usage];
  const dayOf = (at: Date): string =>
    new Date(at.getTime() + scenario.time_zone_offset * 3600_000).toISOString().slice(0, 10);
  return {
    keys,
    addKey: (key) => void keys.push(key),
    addUsage: (more) => void rows.push(usage.parse(more)),
    resetUsage: (keyId) => {
      rows = rows.filter(({ key }) => key !== keyId);
    },
    dayOf,
    usageOf(keyId, days) {
      const found = rows.filter(
        ({ key, at }) => key === keyId && days.includes(dayOf(new Date(at))),
      );
      return [...new Set(found.map(({ model }) => model))].map((model) =>
        addUp(
          model,
          found.filter((row) => row.model === model),
        ),
      );
    },
  };
}

function addUp(model: string, rows: RelayScenario['usage']): object {
  const sum = (of: (row: RelayScenario['usage'][number]) => number) =>
    rows.reduce((before, row) => before + of(row), 0);
  const total = sum(({ cost }) => cost);
  const tokens = {
    inputTokens: sum((row) => row.input_tokens),
    outputTokens: sum((row) => row.output_tokens),
    cacheCreateTokens: sum((row) => row.cache_creation_tokens),
    cacheReadTokens: sum((row) => row.cache_read_tokens),
  };
  return {
    model,
    requests: sum(({ requests }) => requests),
    ...tokens,
    allTokens: Object.values(tokens).reduce((before, one) => before + one, 0),
    costs: { total, real: total },
    formatted: { total: `$${total.toFixed(2)}` },
    pricing: null,
    usingDynamicPricing: false,
  };
}
