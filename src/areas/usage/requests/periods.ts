export const periods = ['minute', 'day', 'month'] as const;
export type Period = (typeof periods)[number];

/** Requests in a calendar minute, day or month of UTC; absent: no end. */
export type RequestLimits = Readonly<Partial<Record<Period, number | undefined>>>;

export const orConfigured = (said: RequestLimits, configured: RequestLimits): RequestLimits => ({
  minute: said.minute ?? configured.minute,
  day: said.day ?? configured.day,
  month: said.month ?? configured.month,
});

/** When the period that holds `now` began, and when it ends; ms. */
export function periodAt(
  period: Period,
  now: Date,
): { readonly startsAt: number; readonly until: number } {
  if (period === 'month') {
    const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
    return { startsAt: Date.UTC(year, month), until: Date.UTC(year, month + 1) };
  }
  const length = period === 'minute' ? 60_000 : 86_400_000;
  const startsAt = Math.floor(now.getTime() / length) * length;
  return { startsAt, until: startsAt + length };
}
