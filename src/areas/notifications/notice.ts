import type { EventData, NotificationEvent } from './events.js';

/** Something to tell a person. */
export interface NoticeOf<E extends NotificationEvent> {
  readonly userId: string;
  readonly event: E;
  /** The same event with the same key is told once, for ever: name the change of state, not the tick that saw it. */
  readonly dedupeKey: string;
  readonly data: EventData<E>;
}

export type Notice = { [E in NotificationEvent]: NoticeOf<E> }[NotificationEvent];
