import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { noteInserted, noteVersion, type Acknowledged } from './acknowledged.js';

export interface Item {
  readonly id: string;
  readonly version: number;
}

export interface Target {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly acknowledged: Acknowledged;
  readonly isOver: () => boolean;
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

/** Again and again, as a service would that has kept them. */
export async function sendUntilAcknowledged(items: readonly Item[], to: Target): Promise<void> {
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
async function send(items: readonly Item[], target: Target) {
  try {
    const answer = await sendBatch(items, target);
    return answer.ok ? answerShape.parse(await answer.json()).verdicts : undefined;
  } catch {
    return undefined;
  }
}

/** Once, whatever is answered. */
export const sendBatch = (
  items: readonly Item[],
  { apiUrl, apiKey }: Pick<Target, 'apiUrl' | 'apiKey'>,
): Promise<Response> =>
  fetch(`${apiUrl}/api/v1/translation/tasks/batch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ items: items.map(toTask) }),
    signal: AbortSignal.timeout(patienceMs),
  });

const toTask = (item: Item) => ({
  ...item,
  session_id: sessionId,
  status: 'processing',
  source_text: textOf(item),
});
