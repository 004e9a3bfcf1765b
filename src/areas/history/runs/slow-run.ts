import { isFarAboveUsual } from '../../../platform/lib/usual.js';
import type { Notice } from '../../notifications/index.js';
import type { SyncRunView } from '../run.js';

/** What a run did and how fast others were. */
export interface RunPace {
  /** Plays it moved; null where that was not counted. */
  readonly plays: number | null;
  /** Of successful runs of this person and mode before it that moved no more plays; `msPerPlay` is what half of them took at most. */
  readonly usual: { readonly runs: number; readonly msPerPlay: number } | null;
}

/** A shorter run is nobody's trouble, whatever is usual: a first page that waits for a slow answer is soon three times as long. */
const leastSlowMs = 60_000;
/** Of fewer plays, what every run has to do (ask, open, close) is most of what it takes. */
const leastPlays = 5;
const aDay = 86_400_000;

/** Whether its pace is worth a look at those before it: most runs are soon over, and cost nothing here. */
export const mayBeSlow = ({
  mode,
  status,
  startedAt,
  endedAt,
}: Pick<SyncRunView, 'mode' | 'status' | 'startedAt' | 'endedAt'>): boolean =>
  status === 'success' && mode !== 'undo' && msBetween(startedAt, endedAt) >= leastSlowMs;

/**
 * A run that took far longer per play than usual; told again once a day at most. It is held only against runs that moved no
 * more plays: what every run has to do is shared by fewer plays there, so that they are the slower ones by nature.
 */
export function newsOfSlowRun(
  run: SyncRunView,
  { plays, usual }: RunPace,
  toldAt: Date | null,
): Notice | null {
  if (!mayBeSlow(run) || plays === null || plays < leastPlays) return null;
  if (usual === null) return null;
  if (toldAt !== null && run.startedAt.getTime() - toldAt.getTime() < aDay) return null;
  const ms = msBetween(run.startedAt, run.endedAt);
  const usualMs = Math.max(1, usual.msPerPlay);
  if (!isFarAboveUsual(ms / plays, usualMs, usual.runs)) return null;
  return {
    userId: run.userId,
    event: 'run.slow',
    dedupeKey: run.startedAt.toISOString(),
    data: {
      runId: run.id,
      plays,
      seconds: Math.round(ms / 1_000),
      msPerPlay: Math.round(ms / plays),
      usualMsPerPlay: Math.round(usualMs),
      times: Math.round((ms / plays / usualMs) * 10) / 10,
    },
  };
}

const msBetween = (from: Date, to: Date | null): number =>
  to === null ? 0 : to.getTime() - from.getTime();
