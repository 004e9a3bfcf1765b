import { SettingsConflictError, type SyncSettings } from '../../areas/history/index.js';
import { toUnavailable } from '../dependency-down.js';
import type { Actor } from '../ports.js';
import { Problem } from '../problem.js';
import { differenceOf } from '../../platform/lib/difference-of.js';
import type { ApiContext, RawRequest } from '../route.js';

/** Who it is, as it is kept with a version. */
export const nameOf = ({ via }: Actor): string =>
  via.kind === 'key' ? `key:${via.keyId}` : `session:${via.sessionId}`;

/** Changes the settings, then makes the schedule follow. Throws `version-conflict`, and 503 where only the settings were kept. */
export async function changeAndFollow(
  userId: string,
  {
    settings,
    schedules,
    tell,
  }: Pick<ApiContext, 'settings' | 'schedules'> & Pick<RawRequest, 'tell'>,
  change: () => Promise<SyncSettings>,
): Promise<SyncSettings> {
  const before = await settings.read(userId);
  const after = await orConflict(change);
  tell(differenceOf(before, after));
  const { version } = after;
  try {
    await schedules.follow('history', userId);
  } catch (error) {
    const kept = `The settings are saved (version ${version}), but the schedule does not follow them yet.`;
    throw toUnavailable(error, kept) ?? error;
  }
  return settings.read(userId);
}

async function orConflict(change: () => Promise<SyncSettings>): Promise<SyncSettings> {
  try {
    return await change();
  } catch (error) {
    if (!(error instanceof SettingsConflictError)) throw error;
    throw new Problem('version-conflict', `${error.message} Read them again, and decide anew.`);
  }
}
