import { bulkInsert, type Database } from '../../platform/database/index.js';
import { channelKinds, choosable, type ChannelKind, type NotificationEvent } from './events.js';
import { isDefault } from './notify.js';

/** For every event and kind of channel, whether the person is told. */
export type NotificationSettings = Readonly<Record<string, Readonly<Record<ChannelKind, boolean>>>>;

/** What is left out stays. */
export type NotificationSettingsChange = Readonly<
  Partial<Record<NotificationEvent, Partial<Record<ChannelKind, boolean | undefined>>>>
>;

/** What people chose to be told, and how. */
export function createSettings({ db }: { readonly db: Database }) {
  const read = async (userId: string): Promise<NotificationSettings> => {
    const choices = await db.notificationChoice.findMany({ where: { userId } });
    const chosen = new Map(
      choices.map(({ event, channel, enabled }) => [`${event} ${channel}`, enabled]),
    );
    const holds = (event: NotificationEvent, channel: ChannelKind) =>
      chosen.get(`${event} ${channel}`) ?? isDefault(event, channel);
    return Object.fromEntries(
      choosable.map((event) => [
        event,
        { 'in-app': holds(event, 'in-app'), webhook: holds(event, 'webhook') },
      ]),
    );
  };

  return {
    read,
    /** Answers what holds now. */
    async change(
      userId: string,
      change: NotificationSettingsChange,
    ): Promise<NotificationSettings> {
      const rows = choosable.flatMap((event) =>
        channelKinds.flatMap((channel) => {
          const enabled = change[event]?.[channel];
          return enabled === undefined ? [] : [{ user_id: userId, event, channel, enabled }];
        }),
      );
      await bulkInsert(db, {
        table: 'notification_choices',
        columns: { user_id: 'text', event: 'text', channel: 'text', enabled: 'bool' },
        rows,
        onConflict: { target: ['user_id', 'event', 'channel'], update: ['enabled'] },
      });
      return read(userId);
    },
  };
}
