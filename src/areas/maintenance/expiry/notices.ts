import { stableUuid } from '../../../platform/lib/stable-uuid.js';
import type { ExpiringKey } from '../../accounts/index.js';
import type { Notice } from '../../notifications/index.js';
import type { Expiring, Reminder } from './expiring.js';

/** Keys that are named; of more, how many. */
const mostNamed = 20;

/** One of all keys of a person, and one of each connection: it is connected again at a link of its own. */
export function noticesOf(
  reminders: readonly Reminder[],
  names: ReadonlyMap<string, Pick<ExpiringKey, 'name' | 'prefix'>>,
): readonly Notice[] {
  const ofKeys = reminders.filter(({ of }) => of.kind === 'api-key');
  const ofConnections = reminders.filter(({ of }) => of.kind === 'connection');
  return [...(ofKeys.length === 0 ? [] : [digest(ofKeys, names)]), ...ofConnections.flatMap(dying)];
}

function digest(
  reminders: readonly Reminder[],
  names: Parameters<typeof noticesOf>[1],
): Notice & { readonly event: 'api-keys.expiring' } {
  const soonest = [...reminders].sort((one, other) => endOf(one) - endOf(other));
  const named = soonest.slice(0, mostNamed).map(({ of: { id, expiresAt } }) => {
    const { name = id, prefix = '' } = names.get(id) ?? {};
    return `${name} (${prefix}…, ${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC)`;
  });
  const more = soonest.length - named.length;
  return {
    userId: soonest[0]?.of.userId ?? '',
    event: 'api-keys.expiring',
    dedupeKey: stableUuid(...reminders.map(({ of, step }) => `${of.id}/${endText(of)}/${step}`)),
    data: {
      count: soonest.length,
      keys: [...named, ...(more > 0 ? [`+${more}`] : [])].join('; '),
    },
  };
}

function dying({ of, step }: Reminder): readonly Notice[] {
  if (of.id !== 'trakt' && of.id !== 'bangumi') return [];
  return [
    {
      userId: of.userId,
      event: 'connection.token-dying',
      dedupeKey: `${of.id}/${endText(of)}/${step}`,
      data: { service: of.id, expiresAt: endText(of) },
    },
  ];
}

const endOf = ({ of }: Reminder): number => of.expiresAt.getTime();
const endText = ({ expiresAt }: Expiring): string => expiresAt.toISOString();
