import type { Channel } from '../../../areas/notifications/index.js';
import type { RecordFacts } from '../../route.js';

type Deed = 'created' | 'changed' | 'deleted' | 'tested';

/** What was done to a channel, for the audit record. */
export const recordOf = ({ id, destination }: Channel, deed: Deed): RecordFacts =>
  destination.kind === 'mail'
    ? { action: `mail.${deed}`, target: { kind: 'mail-channel', id } }
    : { action: `webhook.${deed}`, target: { kind: 'webhook', id } };
