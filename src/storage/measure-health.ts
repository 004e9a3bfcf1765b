import { messageOf } from '../platform/lib/errors.js';
import { withinDeadline } from '../platform/lib/within-deadline.js';
import type { BackendHealth } from './storage-backend.js';

const patienceMs = 3_000;

/** How a probe went; one that takes longer than three seconds has failed. */
export async function measureHealth(probe: () => Promise<unknown>): Promise<BackendHealth> {
  const asked = performance.now();
  const ms = () => Math.round(performance.now() - asked);
  try {
    await withinDeadline(probe(), patienceMs);
    return { ok: true, ms: ms() };
  } catch (error) {
    return { ok: false, detail: messageOf(error), ms: ms() };
  }
}
