import type { ScheduleKind } from '../../areas/schedules/index.js';

/** A Schedule there should be, as the database says it. */
export interface WantedSchedule {
  readonly kind: ScheduleKind;
  /** A user, or the name of a job. */
  readonly ownerId: string;
  /** Off: it is there, paused by us. */
  readonly enabled: boolean;
  /** Five cron fields or `@every 45m`. */
  readonly timing: string;
  readonly timeZone: string;
  readonly missed: 'run-once' | 'skip';
  /** Of the settings it comes from: tells whether they have moved on. */
  readonly version: number;
}

/** Where the wishes of one kind are kept. */
export interface ScheduleSource {
  readonly kind: ScheduleKind;
  /** Undefined when there should be none. */
  find(ownerId: string): Promise<WantedSchedule | undefined>;
  all(): Promise<readonly WantedSchedule[]>;
}
