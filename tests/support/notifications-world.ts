import {
  createNotifications,
  type Notice,
  type Notifications,
} from '../../src/areas/notifications/index.js';
import type { MailConfig } from '../../src/platform/config/mail-config.js';
import type { Database } from '../../src/platform/database/index.js';
import { newKeyRing } from '../../src/platform/security/load-key-ring.js';
import { createSecretBox } from '../../src/platform/security/secret-box.js';
import { collectLog, type LoggedLine } from './collect-log.js';
import { movableClock } from './movable-clock.js';

export interface NotificationsWorld {
  readonly notifications: Notifications;
  readonly clock: ReturnType<typeof movableClock>;
  readonly lines: readonly LoggedLine[];
}

export interface NotificationsWorldOptions {
  readonly allowPrivate?: boolean;
  readonly timeoutMs?: number;
  readonly locale?: 'en' | 'zh-CN';
  readonly mail?: MailConfig | undefined;
}

/** One for all: what one world sealed another opens. */
const secrets = createSecretBox(newKeyRing());

/** The area over a database, with a clock that can be moved on. */
export function notificationsOver(
  db: Database,
  { allowPrivate = true, timeoutMs = 2_000, locale = 'en', mail }: NotificationsWorldOptions = {},
): NotificationsWorld {
  const clock = movableClock();
  const { log, lines } = collectLog();
  const notifications = createNotifications({
    db,
    secrets,
    clock,
    log,
    localeOf: () => Promise.resolve(locale),
    publicUrl: 'https://watch.example/app',
    webhooks: { allowPrivate, timeoutMs },
    mail,
  });
  return { notifications, clock, lines };
}

/** Something to tell; another key is another thing. */
export const aNotice = (userId: string, dedupeKey = 'once'): Notice => ({
  userId,
  event: 'connection.needs-reauth',
  dedupeKey,
  data: { service: 'trakt' },
});
