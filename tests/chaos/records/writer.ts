import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { upTo, type Random } from '../seeded-random.js';
import { noteInserted, noteVersion, type Acknowledged } from './acknowledged.js';

export interface WriterOptions {
  readonly name: string;
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly random: Random;
  readonly acknowledged: Acknowledged;
  readonly isOver: () => boolean;
}

interface Item {
  readonly id: string;
  readonly version: number;
}

const answerShape = z.object({
  verdicts: z.array(
    z.object({
      id: z.string(),
      verdict: z.enum(['inserted', 'updated', 'unchanged', 'stale', 'invalid']),
    }),
  ),
});

export const sessionId = 'chaos';
export const textOf = ({ id, version }: Item): string => `${id} at version ${version}`;

const restMs = 30;
const patienceMs = 10_000;

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

type Target = Pick<WriterOptions, 'apiUrl' | 'apiKey' | 'acknowledged' | 'isOver'>;

async function sendUntilAcknowledged(items: readonly Item[], to: Target): Promise<void> {
  while (!to.isOver()) {
    const verdicts = await send(items, to);
    if (verdicts !== undefined) {
      for (const [index, { id, verdict }] of verdicts.entries())
        note(to.acknowledged, { id, version: items[index]?.version ?? 0 }, verdict);
      return;
    }
    await wait(restMs);
  }
}

function note(acknowledged: Acknowledged, { id, version }: Item, verdict: string): void {
  if (verdict === 'invalid') throw new Error(`${id} was refused`);
  if (verdict === 'inserted') noteInserted(acknowledged, id);
  noteVersion(acknowledged, id, version);
}

/** Undefined when nobody answered, or that it could not be written. */
async function send(items: readonly Item[], { apiUrl, apiKey }: Target) {
  const body = items.map((item) => ({
    ...item,
    session_id: sessionId,
    status: 'processing',
    source_text: textOf(item),
  }));
  try {
    const answer = await fetch(`${apiUrl}/api/v1/translation/tasks/batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ items: body }),
      signal: AbortSignal.timeout(patienceMs),
    });
    return answer.ok ? answerShape.parse(await answer.json()).verdicts : undefined;
  } catch {
    return undefined;
  }
}
