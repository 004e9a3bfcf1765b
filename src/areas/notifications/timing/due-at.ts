import { endOfQuiet, nextAtMinute, type QuietHours } from './quiet-hours.js';

/** How a channel gathers what is told. */
export type Digest =
  | { readonly kind: 'immediate' }
  /** At the full hour, UTC. */
  | { readonly kind: 'hourly' }
  /** At this minute of the day. */
  | { readonly kind: 'daily'; readonly minute: number; readonly timeZone: string };

export interface Waiting {
  /** When it happened. */
  readonly at: Date;
  /** Waits for nothing. */
  readonly isUrgent: boolean;
  readonly digest: Digest;
  /** Undefined where the person wants none. */
  readonly quiet: QuietHours | undefined;
}

/** When a notification is to go out: never before it happened, and never within quiet hours unless it is urgent. */
export function dueAt({ at, isUrgent, digest, quiet }: Waiting): Date {
  if (isUrgent) return at;
  const gathered = endOfGathering(at, digest);
  return quiet === undefined ? gathered : endOfQuiet(gathered, quiet);
}

const hourMs = 3_600_000;

function endOfGathering(at: Date, digest: Digest): Date {
  switch (digest.kind) {
    case 'immediate':
      return at;
    case 'hourly':
      return new Date(Math.ceil(at.getTime() / hourMs) * hourMs);
    case 'daily':
      return nextAtMinute(at, digest);
  }
}
