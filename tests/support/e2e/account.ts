import { z } from 'zod';
import type { ApiAnswer, Browser } from './browser.js';

const time = z.iso.datetime();

const runSchema = z.looseObject({
  id: z.string(),
  trigger: z.string(),
  status: z.string(),
  certificate: z
    .looseObject({ complete: z.boolean(), plays: z.record(z.string(), z.number()) })
    .nullable(),
});

const scheduleSchema = z.looseObject({
  schedule_id: z.string(),
  state: z.string(),
  paused: z.object({ by: z.string(), reason: z.string(), since: time }).nullable(),
  next_runs: z.array(z.looseObject({ at: time })),
});

const tickSchema = z.object({ at: time, outcome: z.string(), why: z.string().nullable() });
export type Tick = z.infer<typeof tickSchema>;

const itemSchema = z.looseObject({
  source_ref: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
});
const notificationSchema = z.looseObject({
  event: z.string(),
  title: z.string(),
  link: z.string(),
});

const pageOf = <S extends z.ZodType>(item: S) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable() });

/** What a person asks of their own account by API, from their browser. */
export function accountIn(browser: Browser) {
  async function ok<S extends z.ZodType>(
    answer: Promise<ApiAnswer>,
    schema: S,
  ): Promise<z.output<S>> {
    const { status, body } = await answer;
    if (status < 200 || status > 299)
      throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
    return schema.parse(body);
  }

  /** Every page of a list. */
  async function all<S extends z.ZodType>(path: string, item: S): Promise<z.output<S>[]> {
    const found: z.output<S>[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const on: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: { items: z.output<S>[]; next_cursor: string | null } = await ok(
        browser.api('GET', `${path}?limit=100${on}`),
        pageOf(item),
      );
      found.push(...page.items);
      cursor = page.next_cursor;
    }
    return found;
  }

  const history = '/api/v1/schedules/history';
  return {
    schedule: () => ok(browser.api('GET', history), scheduleSchema),
    setSchedule: (change: object) => ok(browser.api('PUT', history, change), scheduleSchema),
    runSchedule: () => ok(browser.api('POST', `${history}/run`), z.object({})),
    ticks: () => all(`${history}/ticks`, tickSchema),
    runs: () => all('/api/v1/runs', runSchema),
    items: (runId: string) => all(`/api/v1/runs/${runId}/items`, itemSchema),
    notifications: () => all('/api/v1/notifications', notificationSchema),

    /** The secret by which its deliveries are signed. */
    async addWebhook(url: string): Promise<string> {
      const body = { name: 'mine', url };
      const made = browser.api('POST', '/api/v1/notification-channels', body);
      return (await ok(made, z.looseObject({ secret: z.string() }))).secret;
    },

    async connection(service: 'trakt' | 'bangumi'): Promise<unknown> {
      return (await browser.api('GET', `/api/v1/connections/${service}`)).body;
    },
  };
}

export type Account = ReturnType<typeof accountIn>;
