import { events, isEvent } from '../events.js';
import { parseFacts } from '../parse-facts.js';
import { render } from '../rendering/render.js';
import type { Locale } from '../rendering/templates.js';

export interface StoredNotification {
  readonly id: bigint;
  readonly event: string;
  readonly data: unknown;
  readonly createdAt: Date;
}

interface BodyOptions {
  readonly locale: Locale;
  readonly publicUrl: string;
}

/**
 * The body as Standard Webhooks recommends it: `type`, `timestamp` (of the event), `data`. Undefined for a notification
 * that is gone or that this version does not know.
 */
export function toWebhookBody(
  notification: StoredNotification | null,
  { locale, publicUrl }: BodyOptions,
): string | undefined {
  if (notification === null || !isEvent(notification.event)) return undefined;
  const { id, event, createdAt } = notification;
  const facts = parseFacts(notification.data);
  const { title, body, advice, link } = render(event, facts, locale);
  return JSON.stringify({
    type: event,
    timestamp: createdAt.toISOString(),
    data: {
      notification_id: String(id),
      severity: events[event].severity,
      locale,
      title,
      body,
      advice,
      link: publicUrl.replace(/\/$/, '') + link,
      facts: Object.fromEntries(
        Object.entries(facts).map(([name, fact]) => [toSnakeCase(name), fact]),
      ),
    },
  });
}

const toSnakeCase = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
