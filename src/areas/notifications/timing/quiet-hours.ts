import { createZoneClock, dayMs, minuteMs, modulo } from './zone-clock.js';

/** Minutes of the day, 0 to 1439, as the clocks of the zone show them; `toMinute` is not quiet any more. From > to: across midnight. */
export interface QuietHours {
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly timeZone: string;
}

export interface DailyTime {
  readonly minute: number;
  readonly timeZone: string;
}

/** The time itself outside of quiet hours, else the first moment after them. */
export function endOfQuiet(at: Date, { fromMinute, toMinute, timeZone }: QuietHours): Date {
  const clock = createZoneClock(timeZone);
  const length = modulo((toMinute - fromMinute) * minuteMs, dayMs);
  let instant = at.getTime();
  for (;;) {
    const left = length - modulo(clock.inDay(instant) - fromMinute * minuteMs, dayMs);
    if (left <= 0) return new Date(instant);
    // A change of the clocks on the way may end them, or prolong them: asked anew there.
    const change = clock.changeWithin(instant, instant + left);
    if (change === undefined) return new Date(instant + left);
    instant = change;
  }
}

/** The next moment the clocks show this minute, `at` itself included; where they jump over it, the moment they do. */
export function nextAtMinute(at: Date, { minute, timeZone }: DailyTime): Date {
  const clock = createZoneClock(timeZone);
  const wanted = minute * minuteMs;
  let instant = at.getTime();
  for (;;) {
    const left = modulo(wanted - clock.inDay(instant), dayMs);
    const change = clock.changeWithin(instant, instant + left);
    if (change === undefined) return new Date(instant + left);
    if (clock.jumpsOver(change, wanted)) return new Date(change);
    instant = change;
  }
}
