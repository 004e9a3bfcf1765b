import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';

const ticketSchema = z.object({ task_id: z.string() });
const statusSchema = z.object({
  state: z.string(),
  run: z
    .object({
      status: z.string(),
      certificate: z.object({ complete: z.boolean(), differences: z.array(z.string()) }).nullable(),
    })
    .nullable(),
});
export type ApiStatus = z.infer<typeof statusSchema>;

export interface ApiClient {
  /** Asks for a sync until somebody takes the request; a request with the same key is the same request. Answers its task. */
  requestSync(idempotencyKey: string): Promise<string>;
  statusOf(taskId: string): Promise<ApiStatus>;
}

export interface ApiClientOptions {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly patienceMs: number;
}

interface Question extends Omit<RequestInit, 'headers'> {
  readonly headers?: Readonly<Record<string, string>>;
}

/** A patient program: asks again while the API is away or says that something behind it is. */
export function createApiClient({ apiUrl, apiKey, patienceMs }: ApiClientOptions): ApiClient {
  const ask = async (path: string, { headers, ...init }: Question = {}): Promise<unknown> => {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const answer = await askOnce(apiUrl + path, {
        ...init,
        headers: { ...headers, authorization: `Bearer ${apiKey}` },
      });
      if ('body' in answer) return answer.body;
      if (!answer.isPassing || Date.now() > deadline)
        throw new Error(`the API does not answer ${path}: ${answer.fault}`);
      await wait(50);
    }
  };
  return {
    async requestSync(idempotencyKey) {
      const body = await ask('/api/trakt/sync/manual', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
        body: JSON.stringify({ mode: 'normal' }),
      });
      return ticketSchema.parse(body).task_id;
    },
    statusOf: async (taskId) =>
      statusSchema.parse(await ask(`/api/trakt/sync/status?task_id=${taskId}`)),
  };
}

type Answer = { readonly body: unknown } | { readonly fault: string; readonly isPassing: boolean };

async function askOnce(url: string, init: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(30_000) });
    const text = await response.text();
    if (response.ok) return { body: JSON.parse(text) };
    return { fault: `${response.status} ${text}`, isPassing: response.status >= 500 };
  } catch (error) {
    return { fault: String(error), isPassing: true };
  }
}
