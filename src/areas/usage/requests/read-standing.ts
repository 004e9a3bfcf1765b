import type { CountStore } from './count-store.js';
import { periodAt, type Period, type RequestLimits } from './periods.js';

/** How much of a limit is used in the present minute, day or month (UTC). */
export interface Used {
  readonly used: number;
  /** Undefined: no end. */
  readonly limit: number | undefined;
  /** When the next period begins. */
  readonly until: Date;
}

export type LimitsStanding = Readonly<Record<Period, Used>>;

interface Asked {
  readonly store: Pick<CountStore, 'load'>;
  /** `key:<id>` or `user:<id>`. */
  readonly subject: string;
  readonly limits: RequestLimits;
  readonly now: Date;
}

/** Of one key or person, as far as all processes have told the database. */
export async function readStanding({
  store,
  subject,
  limits,
  now,
}: Asked): Promise<LimitsStanding> {
  const counts = await store.load([subject]);
  const standingIn = (period: Period): Used => {
    const { startsAt, until } = periodAt(period, now);
    const found = counts.find((count) => count.period === period && count.startsAt === startsAt);
    return { used: found?.count ?? 0, limit: limits[period], until: new Date(until) };
  };
  const [minute, day, month] = [standingIn('minute'), standingIn('day'), standingIn('month')];
  return { minute, day, month };
}
