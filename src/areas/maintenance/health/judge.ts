import type { Measured } from './health.js';

/** Milliseconds above which an answer is slow. */
const slowMs = 1_000;
const gibibyte = 1024 ** 3;
/** Free bytes of the data directory below which somebody ought to look. */
export const lowDiskBytes = 2 * gibibyte;
/** Below which writing will soon fail. */
export const fullDiskBytes = gibibyte / 4;

/** Of what answers or does not. */
export function judgeAnswer({ ok, ms }: { readonly ok: boolean; readonly ms: number }): Measured {
  if (!ok) return { state: 'down', ms, detail: 'unreachable' };
  return ms > slowMs
    ? { state: 'degraded', ms, detail: 'slow' }
    : { state: 'ok', ms, detail: null };
}

/** Of free bytes. */
export function judgeDisk(free: number): Measured {
  if (free < fullDiskBytes) return { state: 'down', ms: null, detail: 'full' };
  return free < lowDiskBytes
    ? { state: 'degraded', ms: null, detail: 'low' }
    : { state: 'ok', ms: null, detail: null };
}

/** Readings of the relay that failed in a row before its numbers are called lost. */
const manyMisses = 3;

/** Of what the last readings of the relay learnt. */
export function judgeReadings({ misses }: { readonly misses: number }): Measured {
  if (misses === 0) return { state: 'ok', ms: null, detail: null };
  return { state: misses < manyMisses ? 'degraded' : 'down', ms: null, detail: 'stale' };
}

/** How a service failed; undefined: it answered, whatever it said. */
export function judgeService(failure: string | undefined, ms: number): Measured {
  if (failure === undefined) return { state: 'ok', ms, detail: null };
  if (failure === 'unavailable' || failure === 'timeout')
    return { state: 'down', ms, detail: failure === 'timeout' ? 'timeout' : 'unreachable' };
  return { state: 'degraded', ms, detail: failure };
}
