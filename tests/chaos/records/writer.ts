import { upTo, type Random } from '../seeded-random.js';
import { sendUntilAcknowledged, type Target } from './send-batch.js';

export interface WriterOptions extends Target {
  readonly name: string;
  readonly random: Random;
}

/** Sends batches of new and changed records, and each until it is acknowledged, as a service would that has kept them. */
export async function writeUntilOver({
  name,
  random,
  isOver,
  ...to
}: WriterOptions): Promise<void> {
  const last = new Map<string, number>();
  for (let batch = 0; !isOver(); batch += 1) {
    const items = [...Array(1 + upTo(random, 60)).keys()].map((n) => {
      const isNew = last.size === 0 || random() < 0.5;
      const id = isNew ? `${name}-${batch}-${n}` : pick([...last.keys()], random);
      const version = (last.get(id) ?? 0) + 1;
      last.set(id, version);
      return { id, version };
    });
    await sendUntilAcknowledged(items, { ...to, isOver });
  }
}

const pick = (from: readonly string[], random: Random): string =>
  from[upTo(random, from.length)] ?? '';
