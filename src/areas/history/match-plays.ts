import type { Clock } from '../../platform/lib/clock.js';
import type { Access, CallOptions } from '../../upstream/http/index.js';
import type { Matching } from '../matching/index.js';
import { decideItems } from './decide-items.js';
import type { PlayStore } from './ledger/play-store.js';
import type { SettingsStore } from './settings-store.js';

export interface MatchPlaysDeps {
  readonly plays: PlayStore;
  readonly settings: SettingsStore;
  readonly matching: Matching;
  readonly clock: Clock;
}

export interface MatchPlaysRequest {
  readonly userId: string;
  readonly runId: string;
  /** At Bangumi. */
  readonly access: Access;
  readonly traktAccess: () => Promise<Access>;
  /** Different items at most in this call. */
  readonly limit: number;
  readonly options: CallOptions;
}

export interface MatchedPlays {
  readonly matched: number;
  /** Different items that still wait. */
  readonly remaining: number;
}

/**
 * Decides what waiting plays are on Bangumi. Safe to repeat: only plays that are still `seen` are moved, and none if somebody has
 * settled something meanwhile: then they are decided once more.
 */
export async function matchPlays(
  { plays, settings, matching, clock }: MatchPlaysDeps,
  request: MatchPlaysRequest,
): Promise<MatchedPlays> {
  const { userId, runId, limit, ...asking } = request;
  // What was read since the run was opened has not been held against the settings yet.
  await plays.applySettings(userId, await settings.read(userId));
  const items = await plays.seenItems(userId, limit);
  const stamp = await matching.mappingStamp(userId);
  const decided = await decideItems(matching, { items, userId, ...asking });
  const at = { userId, runId, now: clock.now() };
  await plays.applyDecisions(
    at,
    decided,
    async (tx) => (await matching.mappingStamp(userId, tx)) === stamp,
  );
  return { matched: items.length, remaining: await plays.countSeenItems(userId) };
}
