import type { RemovalPolicy } from './removals/removal.js';
import type { LibrarySettings } from './library/policies.js';

/** What becomes of a due time that could not be kept: made up for `run-once` as soon as it can be, or left out. */
export const missedPolicies = ['run-once', 'skip'] as const;
export type MissedPolicy = (typeof missedPolicies)[number];

/** What a person asked for. */
export interface SyncSettings extends LibrarySettings {
  readonly enabled: boolean;
  /** Five fields, in `timeZone`, or an interval: `@every 45m`. */
  readonly cron: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly missed: MissedPolicy;
  readonly episodes: boolean;
  readonly movies: boolean;
  readonly specials: boolean;
  /** Syncs only work out what they would do, unless somebody asks for a real one. */
  readonly dryRun: boolean;
  /** New Bangumi collections are made private; existing ones are never touched. */
  readonly privateCollections: boolean;
  /** What becomes of the marks of plays that are gone from Trakt. */
  readonly removals: RemovalPolicy;
  /** More plays than this at once are asked about, whatever the policy says. */
  readonly removalGuardPlays: number;
  /** And more than this share of all that is proven. */
  readonly removalGuardPercent: number;
  /** Grows with every change. */
  readonly version: number;
  readonly updatedAt: Date;
}

export type SyncSettingsChange = Partial<Omit<SyncSettings, 'version' | 'updatedAt'>>;

export interface ChangingSettings {
  /** Refused unless this is the version now; the last writer wins when left out. */
  readonly expectedVersion?: number | undefined;
  /** Who it is, as `key:<id>` or `session:<id>`. */
  readonly by?: string | undefined;
}

/** The settings as they were. */
export interface SettingsVersion {
  readonly settings: SyncSettings;
  /** Null where it was not written down. */
  readonly changedBy: string | null;
  /** The version it brought back. */
  readonly revertOf: number | null;
}

export interface SettingsVersionPage {
  readonly items: readonly SettingsVersion[];
  /** For the next page; null on the last. */
  readonly nextBefore: number | null;
}

/** Somebody else changed the settings since they were read. */
export class SettingsConflictError extends Error {
  override readonly name = 'SettingsConflictError';
  constructor(readonly currentVersion: number) {
    super(`The settings are at version ${currentVersion} now.`);
  }
}
