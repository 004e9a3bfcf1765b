import type { Clock } from '../../../platform/lib/clock.js';
import type { Logger } from '../../../platform/lib/logger.js';
import type { CountStore } from './count-store.js';
import { createHandOver } from './hand-over.js';
import { orConfigured, periodAt, periods, type Period, type RequestLimits } from './periods.js';
import { createRequestTally, type Place } from './request-tally.js';

/** A request by an API key. */
export interface MeteredRequest {
  readonly keyId: string;
  readonly userId: string;
  /** What the key itself says. */
  readonly limits: RequestLimits;
  /** What is said of all keys of this person together. */
  readonly ofAllKeys: RequestLimits;
  /** In a minute, where the key says nothing. */
  readonly perMinute: number;
  /** `records`: routes that have a count of their own in the minute, unless the key says how many it may make in all. */
  readonly kind: 'usual' | 'records';
}

/** A request that was one too many. */
export interface Refusal {
  readonly of: 'key' | 'user';
  readonly period: Period;
  readonly limit: number;
  /** When the next period begins. */
  readonly until: Date;
  readonly startsAt: Date;
}

export interface RequestMeter {
  /**
   * Counts a request, or says why it is one too many. The database is asked once when a key or person is new to this process
   * (and again after a long pause), never else.
   */
  admit(request: MeteredRequest): Promise<Refusal | undefined>;
  /** Hands over what was counted. Rejects never: what does not get through is handed over again. */
  readonly flush: () => Promise<void>;
  /** Hands over the rest; nothing is handed over by itself afterwards. */
  readonly close: () => Promise<void>;
}

export interface RequestMeterDeps {
  readonly store: CountStore;
  readonly clock: Clock;
  readonly log: Logger;
  /** All keys of a person together, where nothing is said of the person. */
  readonly userLimits: RequestLimits;
  /** Of each key, where it says nothing; the minute comes with the request. */
  readonly keyLimits: RequestLimits;
  /** How long a count may wait, ms. Default 1,000. */
  readonly everyMs?: number | undefined;
  readonly onRefused: (refusal: Refusal, request: MeteredRequest) => void;
}

/** Subjects nobody asked about between two of these are let go; ms. */
const forgetMs = 3_600_000;

/**
 * Counts requests in this process and brings them to the database a moment later, where the counts of all processes come
 * together. So a limit holds over N processes but for what the N − 1 others let through in two such moments; and a process
 * that is killed takes along what it counted in the last one.
 */
export function createRequestMeter(deps: RequestMeterDeps): RequestMeter {
  const { store, clock, log, everyMs = 1_000 } = deps;
  const tally = createRequestTally();
  const handOver = createHandOver({ store, tally, log, everyMs });
  let forgotAt = clock.now().getTime();

  const getToKnow = async (subjects: readonly string[]): Promise<void> => {
    const unknown = subjects.filter((subject) => !tally.isKnown(subject));
    if (unknown.length > 0) tally.learn(await store.load(unknown), unknown);
  };
  const forgetNowAndThen = (now: Date): void => {
    if (now.getTime() - forgotAt < forgetMs) return;
    forgotAt = now.getTime();
    tally.forgetOthers();
  };

  return {
    async admit(request) {
      forgetNowAndThen(clock.now());
      await getToKnow([subjectOf('key', request), subjectOf('user', request)]);
      const now = clock.now();
      const refusal = refusalOf({ deps, countOf: tally.countOf, request, now });
      if (refusal !== undefined) {
        deps.onRefused(refusal, request);
        return refusal;
      }
      tally.add(placesOf(request, now), { keyId: request.keyId, at: now });
      handOver.soon();
      return undefined;
    },
    flush: handOver.now,
    close: handOver.close,
  };
}

const subjectOf = (of: Refusal['of'], { keyId, userId }: MeteredRequest): string =>
  of === 'key' ? `key:${keyId}` : `user:${userId}`;

interface RequestPlace extends Place {
  readonly of: Refusal['of'];
  readonly kind: Period;
  /** ms. */
  readonly until: number;
}

/** Where a request counts. */
const placesOf = (request: MeteredRequest, now: Date): readonly RequestPlace[] =>
  (['key', 'user'] as const).flatMap((of) =>
    periods.map((kind) => ({
      of,
      kind,
      subject: subjectOf(of, request),
      period: of === 'key' && kind === 'minute' ? minuteOf(request) : kind,
      ...periodAt(kind, now),
    })),
  );

const minuteOf = ({ kind, limits }: MeteredRequest): string =>
  kind === 'records' && limits.minute === undefined ? 'records' : 'minute';

interface Asked {
  readonly deps: Pick<RequestMeterDeps, 'keyLimits' | 'userLimits'>;
  readonly countOf: (place: Place) => number;
  readonly request: MeteredRequest;
  readonly now: Date;
}

/** The first limit that is reached, those of the key first. */
function refusalOf({ deps, countOf, request, now }: Asked): Refusal | undefined {
  const { limits, ofAllKeys, perMinute } = request;
  const allowed = {
    key: orConfigured(limits, { ...deps.keyLimits, minute: perMinute }),
    user: orConfigured(ofAllKeys, deps.userLimits),
  };
  const all = placesOf(request, now).map((place) => ({
    place,
    limit: allowed[place.of][place.kind],
  }));
  for (const { place, limit } of all) {
    if (limit === undefined || countOf(place) < limit) continue;
    const { of, kind: period, startsAt, until } = place;
    return { of, period, limit, until: new Date(until), startsAt: new Date(startsAt) };
  }
  return undefined;
}
