/** How far a zone's clock is ahead of UTC at an instant, in ms. */
export type OffsetAt = (instant: number) => number;

/** Making one is dear, asking it is not. */
export function offsetReader(timeZone: string): OffsetAt {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (instant) => {
    const parts = new Map(
      format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    );
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const wall = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    return wall - Math.floor(instant / 1_000) * 1_000;
  };
}

const dayMs = 86_400_000;

/** The same for many questions: the zone is asked once for a day, and time by time only on days of a clock change. */
export function dayOffsetReader(timeZone: string): OffsetAt {
  const offsetAt = offsetReader(timeZone);
  const starts = new Map<number, number>();
  const atStartOf = (day: number): number => {
    const known = starts.get(day);
    if (known !== undefined) return known;
    const offset = offsetAt(day * dayMs);
    starts.set(day, offset);
    return offset;
  };
  return (instant) => {
    const day = Math.floor(instant / dayMs);
    const offset = atStartOf(day);
    return offset === atStartOf(day + 1) ? offset : offsetAt(instant);
  };
}
