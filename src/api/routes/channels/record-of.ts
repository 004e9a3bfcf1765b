import type { Channel } from '../../../areas/notifications/index.js';
import { toChannelBody } from '../../contract/notification-channel.js';
import { differenceOf } from '../../../platform/lib/difference-of.js';
import type { RecordFacts } from '../../route.js';

type Deed = 'created' | 'changed' | 'deleted' | 'tested';

/** What was done to a channel, for the audit record. */
export const recordOf = ({ id, destination }: Channel, deed: Deed): RecordFacts =>
  destination.kind === 'mail'
    ? { action: `mail.${deed}`, target: { kind: 'mail-channel', id } }
    : { action: `webhook.${deed}`, target: { kind: 'webhook', id } };

/** What a record may say of a channel: of mail, not to whom it goes. */
export function factsOf(channel: Channel): object {
  const { kind, name, url, enabled, disabled_reason, digest } = toChannelBody(channel);
  return {
    kind,
    name,
    url: placeOf(url),
    enabled,
    disabled_reason,
    digest,
  };
}

/** The fields that were changed, before and after. */
export function changeOf(before: Channel, after: Channel) {
  const difference = differenceOf(toChannelBody(before), toChannelBody(after));
  const names = new Set(Object.keys(difference.after));
  const only = (facts: object) =>
    Object.fromEntries(Object.entries(facts).filter(([name]) => names.has(name)));
  return { before: only(factsOf(before)), after: only(factsOf(after)) };
}

/** Where a webhook goes, without the path: chat services have their secret in it. */
const placeOf = (url: string | null): string | null =>
  url === null ? null : `${new URL(url).origin}/…`;
