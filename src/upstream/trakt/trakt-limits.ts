import {
  createRateGate,
  toWindow,
  type CountWindow,
  type RateGate,
  type RateWindow,
} from '../http/index.js';

/** Trakt counts per user and verb class (Trakt API notes, rate limits). */
export interface TraktLimits {
  /** Default 500 in 300 s. */
  readonly reads?: RateWindow | undefined;
  /** Default 1, with a tenth of a second between one's window and the next. */
  readonly writesPerSecond?: number | undefined;
  /** Longer waits end as `rate-limited`. Default 60. */
  readonly maxWaitSeconds?: number | undefined;
}

/** Trakt's window begins when a write arrives, which may take longer than it takes the next one. */
const withMargin = ({ requests, perSeconds }: RateWindow): RateWindow => ({
  requests,
  perSeconds: perSeconds + 0.1,
});

export function createTraktGates(
  limits: TraktLimits | 'off',
  count?: CountWindow,
): {
  readonly read: RateGate;
  readonly write: RateGate;
} {
  if (limits === 'off') {
    const open = createRateGate({ name: 'trakt', rules: [], maxWaitSeconds: 0 });
    return { read: open, write: open };
  }
  const {
    reads = { requests: 500, perSeconds: 300 },
    writesPerSecond = 1,
    maxWaitSeconds = 60,
  } = limits;
  return {
    read: createRateGate({ name: 'trakt:read', rules: [reads], maxWaitSeconds, count }),
    write: createRateGate({
      name: 'trakt:write',
      rules: [withMargin(toWindow(writesPerSecond))],
      maxWaitSeconds,
      count,
    }),
  };
}
