import { bulkInsert, type Database } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import { channelKinds, eventNames, type ChannelKind, type NotificationEvent } from './events.js';
import { isDefault } from './notify.js';
import { locales, type Locale } from './rendering/templates.js';

export interface NotificationSettings {
  readonly locale: Locale;
  /** For every event and kind of channel, what holds. */
  readonly events: Readonly<Record<string, Readonly<Record<ChannelKind, boolean>>>>;
}

export interface NotificationSettingsChange {
  readonly locale?: Locale | undefined;
  /** What is left out stays. */
  readonly events?:
    | Partial<Record<NotificationEvent, Partial<Record<ChannelKind, boolean | undefined>>>>
    | undefined;
}

export interface SettingsDeps {
  readonly db: Database;
  readonly clock: Clock;
}

/** What people chose to be told, how, and in which language. */
export function createSettings({ db, clock }: SettingsDeps) {
  const localeOf = async (userId: string): Promise<Locale> => {
    const found = await db.notificationSettings.findUnique({ where: { userId } });
    return locales.find((locale) => locale === found?.locale) ?? 'en';
  };

  const read = async (userId: string): Promise<NotificationSettings> => {
    const [locale, choices] = await Promise.all([
      localeOf(userId),
      db.notificationChoice.findMany({ where: { userId } }),
    ]);
    const chosen = new Map(
      choices.map(({ event, channel, enabled }) => [`${event} ${channel}`, enabled]),
    );
    const holds = (event: NotificationEvent, channel: ChannelKind) =>
      chosen.get(`${event} ${channel}`) ?? isDefault(event, channel);
    return {
      locale,
      events: Object.fromEntries(
        eventNames
          .filter((event) => event !== 'channel.test')
          .map((event) => [
            event,
            { 'in-app': holds(event, 'in-app'), webhook: holds(event, 'webhook') },
          ]),
      ),
    };
  };

  return {
    localeOf,
    read,
    /** Answers what holds now. */
    async change(
      userId: string,
      { locale, events = {} }: NotificationSettingsChange,
    ): Promise<NotificationSettings> {
      const rows = eventNames.flatMap((event) =>
        channelKinds.flatMap((channel) => {
          const enabled = events[event]?.[channel];
          return enabled === undefined ? [] : [{ user_id: userId, event, channel, enabled }];
        }),
      );
      await db.$transaction(async (tx) => {
        if (locale !== undefined) {
          const data = { locale, updatedAt: clock.now() };
          await tx.notificationSettings.upsert({
            where: { userId },
            create: { userId, ...data },
            update: data,
          });
        }
        await bulkInsert(tx, {
          table: 'notification_choices',
          columns: { user_id: 'text', event: 'text', channel: 'text', enabled: 'bool' },
          rows,
          onConflict: { target: ['user_id', 'event', 'channel'], update: ['enabled'] },
        });
      });
      return read(userId);
    },
  };
}
