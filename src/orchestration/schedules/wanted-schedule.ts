import type { ScheduleKind } from '../../areas/schedules/index.js';

/** A Schedule there should be, as the database says it. */
export interface WantedSchedule {
  readonly kind: ScheduleKind;
  /** A user, or the name of a job. */
  readonly ownerId: string;
  /** Off: it is there, paused by us. */
  readonly enabled: boolean;
  /** The person's account is disabled: paused by us, whatever the settings say. */
  readonly isKeptOut?: boolean | undefined;
  /** Five cron fields or `@every 45m`. */
  readonly timing: string;
  readonly timeZone: string;
  readonly missed: 'run-once' | 'skip';
  /** Of what it comes from: another one when that has moved on. */
  readonly version: number;
}

/** Where the wishes of one kind are kept. */
export interface ScheduleSource {
  readonly kind: ScheduleKind;
  /** Undefined when there should be none. */
  find(ownerId: string): Promise<WantedSchedule | undefined>;
  all(): Promise<readonly WantedSchedule[]>;
}
