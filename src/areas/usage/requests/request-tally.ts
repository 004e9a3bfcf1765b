import type { Count, HourCount } from './count-store.js';

const hourMs = 3_600_000;

/** What this process has counted and not handed over yet, and what it knows of all processes. No clock, no database. */
export interface RequestTally {
  isKnown(subject: string): boolean;
  /** What all processes have counted, as they told. */
  learn(counts: readonly Count[], subjects?: readonly string[]): void;
  /** Of that very period, as far as this process knows. */
  countOf(place: Place): number;
  add(places: readonly Place[], request: { readonly keyId: string; readonly at: Date }): void;
  /** What is to be handed over; it stays counted until `settle`. Undefined when there is nothing. */
  take(): Batch | undefined;
  /** The batch got through, or it did not and is handed over again. */
  settle(batch: Batch, told: readonly Count[] | undefined): void;
  /** Lets go of subjects nobody asked about lately, so that the memory does not grow with every key there ever was. */
  forgetOthers(): void;
}

export interface Place {
  readonly subject: string;
  readonly period: string;
  /** ms. */
  readonly startsAt: number;
}

export interface Batch {
  readonly counts: readonly Count[];
  readonly hours: readonly HourCount[];
}

export function createRequestTally(): RequestTally {
  const known = new Map<string, { startsAt: number; count: number }>();
  const subjects = new Set<string>();
  let asked = new Set<string>();
  const pending = new Map<string, Count>();
  let flying: ReadonlyMap<string, Count> = new Map();
  const hours = new Map<string, HourCount>();
  const keyOf = ({ subject, period }: Pick<Place, 'subject' | 'period'>) => `${period} ${subject}`;
  const fullKeyOf = (place: Place) => `${keyOf(place)} ${place.startsAt}`;

  const put = ({ startsAt, count, ...of }: Count): void => {
    const before = known.get(keyOf(of));
    if (before !== undefined && before.startsAt > startsAt) return;
    known.set(keyOf(of), { startsAt, count });
  };
  const increase = (count: Count): void => {
    const key = fullKeyOf(count);
    const before = pending.get(key)?.count ?? 0;
    pending.set(key, { ...count, count: before + count.count });
  };
  const increaseHour = (hour: HourCount): void => {
    const key = `${hour.keyId} ${hour.hour}`;
    const before = hours.get(key)?.count ?? 0;
    hours.set(key, { ...hour, count: before + hour.count });
  };

  return {
    isKnown: (subject) => subjects.has(subject),
    learn(counts, more = []) {
      for (const subject of more) subjects.add(subject);
      counts.forEach(put);
    },
    countOf(place) {
      asked.add(place.subject);
      const told = known.get(keyOf(place));
      const own = fullKeyOf(place);
      return (
        (told?.startsAt === place.startsAt ? told.count : 0) +
        (pending.get(own)?.count ?? 0) +
        (flying.get(own)?.count ?? 0)
      );
    },
    add(places, { keyId, at }) {
      for (const { subject, period, startsAt } of places)
        increase({ subject, period, startsAt, count: 1 });
      increaseHour({ keyId, hour: Math.floor(at.getTime() / hourMs) * hourMs, count: 1 });
    },
    take() {
      if (hours.size === 0) return undefined;
      // One statement changes a row once: of two periods of a subject that wait, the later one goes first, the other is over.
      const latest = new Map<string, Count>();
      for (const count of pending.values()) {
        const other = latest.get(keyOf(count));
        if (other === undefined || other.startsAt < count.startsAt) latest.set(keyOf(count), count);
      }
      const batch = { counts: [...latest.values()], hours: [...hours.values()] };
      flying = new Map(batch.counts.map((count) => [fullKeyOf(count), count]));
      pending.clear();
      hours.clear();
      return batch;
    },
    settle(batch, told) {
      flying = new Map();
      if (told !== undefined) {
        told.forEach(put);
        return;
      }
      batch.counts.forEach(increase);
      batch.hours.forEach(increaseHour);
    },
    forgetOthers() {
      for (const subject of subjects) if (!asked.has(subject)) subjects.delete(subject);
      for (const key of known.keys())
        if (!subjects.has(key.slice(key.indexOf(' ') + 1))) known.delete(key);
      asked = new Set();
    },
  };
}
