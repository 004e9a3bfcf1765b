import { bulkInsert, type Database, type DatabaseSession } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import { channelKinds, choosable, type ChannelKind, type NotificationEvent } from './events.js';
import { isDefault } from './notify.js';
import type { QuietHours } from './timing/quiet-hours.js';
import { readQuietHours, writeQuietHours } from './timing/quiet-hours-store.js';
import { replan } from './timing/replan.js';

export interface NotificationSettings {
  /** For every event and kind of channel, whether the person is told. */
  readonly events: Readonly<Record<string, Readonly<Record<ChannelKind, boolean>>>>;
  /** Null: none. */
  readonly quietHours: QuietHours | null;
}

/** What is left out stays. */
export interface NotificationSettingsChange {
  readonly events?:
    | Readonly<
        Partial<Record<NotificationEvent, Partial<Record<ChannelKind, boolean | undefined>>>>
      >
    | undefined;
  readonly quietHours?: QuietHours | null | undefined;
}

export interface SettingsDeps {
  readonly db: Database;
  readonly clock: Clock;
}

/** What people chose to be told, how and when. */
export function createSettings({ db, clock }: SettingsDeps) {
  const read = async (userId: string): Promise<NotificationSettings> => {
    const [choices, quietHours] = await Promise.all([
      db.notificationChoice.findMany({ where: { userId } }),
      readQuietHours(db, userId),
    ]);
    const chosen = new Map(
      choices.map(({ event, channel, enabled }) => [`${event} ${channel}`, enabled]),
    );
    const holds = (event: NotificationEvent, channel: ChannelKind) =>
      chosen.get(`${event} ${channel}`) ?? isDefault(event, channel);
    const choiceOf = (event: NotificationEvent) => ({
      'in-app': holds(event, 'in-app'),
      webhook: holds(event, 'webhook'),
      mail: holds(event, 'mail'),
    });
    const events = Object.fromEntries(choosable.map((event) => [event, choiceOf(event)]));
    return { events, quietHours: quietHours ?? null };
  };

  return {
    read,
    /** Answers what holds now. */
    async change(
      userId: string,
      { events = {}, quietHours }: NotificationSettingsChange,
    ): Promise<NotificationSettings> {
      await db.$transaction(async (tx) => {
        await writeChoices(tx, userId, events);
        if (quietHours === undefined) return;
        await writeQuietHours(tx, userId, quietHours);
        await replan(tx, { userId, now: clock.now() });
      });
      return read(userId);
    },
  };
}

async function writeChoices(
  tx: DatabaseSession,
  userId: string,
  events: NonNullable<NotificationSettingsChange['events']>,
): Promise<void> {
  const rows = choosable.flatMap((event) =>
    channelKinds.flatMap((channel) => {
      const enabled = events[event]?.[channel];
      return enabled === undefined ? [] : [{ user_id: userId, event, channel, enabled }];
    }),
  );
  await bulkInsert(tx, {
    table: 'notification_choices',
    columns: { user_id: 'text', event: 'text', channel: 'text', enabled: 'bool' },
    rows,
    onConflict: { target: ['user_id', 'event', 'channel'], update: ['enabled'] },
  });
}
