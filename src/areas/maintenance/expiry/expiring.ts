import type { LadderStep } from './ladder.js';

/** Something of a person's that ends by itself. */
export interface Expiring {
  readonly kind: 'api-key' | 'connection';
  /** Of a connection: the service. */
  readonly id: string;
  readonly userId: string;
  readonly expiresAt: Date;
  /** Its owner cannot get in: nothing is told. */
  readonly isKeptOut: boolean;
}

/** What is to be told of it. */
export interface Reminder {
  readonly of: Expiring;
  readonly step: LadderStep;
}
