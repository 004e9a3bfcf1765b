/** Days that things are kept; absent: for good. */
export interface Retention {
  readonly auditDays: number;
  readonly jobLogDays: number;
  readonly healthDays: number;
  readonly reminderDays: number;
  readonly notificationDays?: number | undefined;
  readonly translationDays?: number | undefined;
  readonly usageDays?: number | undefined;
  readonly scheduleDays?: number | undefined;
  readonly planDays?: number | undefined;
  readonly listDays?: number | undefined;
}
