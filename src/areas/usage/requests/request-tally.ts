import { createAddingUp } from './adding-up.js';
import type { Count, HourCount } from './count-store.js';

const hourMs = 3_600_000;

/** What this process has counted and not handed over yet, and what it knows of all processes. No clock, no database. */
export interface RequestTally {
  isKnown(subject: string): boolean;
  /** What all processes have counted, as they told. */
  learn(counts: readonly Count[], subjects?: readonly string[]): void;
  /** Of that very period, as far as this process knows. */
  readonly countOf: (place: Place) => number;
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

const keyOf = ({ subject, period }: Pick<Place, 'subject' | 'period'>) => `${period} ${subject}`;
const fullKeyOf = (place: Place) => `${keyOf(place)} ${place.startsAt}`;

export function createRequestTally(): RequestTally {
  const known = new Map<string, { readonly startsAt: number; readonly count: number }>();
  const subjects = new Set<string>();
  let asked = new Set<string>();
  const pending = createAddingUp<Count>(fullKeyOf);
  const flying = createAddingUp<Count>(fullKeyOf);
  const hours = createAddingUp<HourCount>(({ keyId, hour }) => `${keyId} ${hour}`);

  const put = ({ startsAt, count, ...of }: Count): void => {
    const before = known.get(keyOf(of));
    if (before === undefined || before.startsAt <= startsAt)
      known.set(keyOf(of), { startsAt, count });
  };

  return {
    isKnown: (subject) => subjects.has(subject),
    learn(counts, more = []) {
      for (const subject of more) subjects.add(subject);
      counts.forEach(put);
    },
    countOf: (place) => {
      asked.add(place.subject);
      const told = known.get(keyOf(place));
      const own = fullKeyOf(place);
      const ofAll = told?.startsAt === place.startsAt ? told.count : 0;
      return ofAll + pending.countOf(own) + flying.countOf(own);
    },
    add(places, { keyId, at }) {
      for (const { subject, period, startsAt } of places)
        pending.add({ subject, period, startsAt, count: 1 });
      hours.add({ keyId, hour: Math.floor(at.getTime() / hourMs) * hourMs, count: 1 });
    },
    take() {
      if (hours.size === 0) return undefined;
      const batch = { counts: latestOfEach(pending.all()), hours: hours.all() };
      batch.counts.forEach(flying.add);
      pending.clear();
      hours.clear();
      return batch;
    },
    settle(batch, told) {
      flying.clear();
      if (told !== undefined) {
        told.forEach(put);
        return;
      }
      batch.counts.forEach(pending.add);
      batch.hours.forEach(hours.add);
    },
    forgetOthers() {
      for (const subject of subjects) if (!asked.has(subject)) subjects.delete(subject);
      for (const key of known.keys())
        if (!subjects.has(key.slice(key.indexOf(' ') + 1))) known.delete(key);
      asked = new Set();
    },
  };
}

/** One statement changes a row once: of two periods of a subject that wait, the earlier one is over and counts no more. */
function latestOfEach(counts: readonly Count[]): readonly Count[] {
  const latest = new Map<string, Count>();
  for (const count of counts) {
    const other = latest.get(keyOf(count));
    if (other === undefined || other.startsAt < count.startsAt) latest.set(keyOf(count), count);
  }
  return [...latest.values()];
}
