/** Requests that a key, or all keys of a person, may make in a minute, day or month of UTC; null: as is configured for all. */
export interface Limits {
  readonly perMinute: number | null;
  readonly perDay: number | null;
  readonly perMonth: number | null;
}

/** What can be said at most. */
export const mostRequests = {
  perMinute: 1_000_000,
  perDay: 1_000_000_000,
  perMonth: 1_000_000_000,
} as const satisfies Limits;

/** Only what is named is set. */
export type LimitsWish = { readonly [K in keyof Limits]?: Limits[K] | undefined };

/** Without whatever else a row has. */
export const limitsOf = ({ perMinute, perDay, perMonth }: Limits): Limits => ({
  perMinute,
  perDay,
  perMonth,
});

/** What is to be written. */
export const withoutAbsent = (limits: LimitsWish = {}): Partial<Limits> =>
  Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
