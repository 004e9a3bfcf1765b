/** What a person asked for. */
export interface SyncSettings {
  readonly enabled: boolean;
  /** Five fields, in `timeZone`. */
  readonly cron: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly episodes: boolean;
  readonly movies: boolean;
  readonly specials: boolean;
  /** New Bangumi collections are made private; existing ones are never touched. */
  readonly privateCollections: boolean;
  /** Grows with every change. */
  readonly version: number;
  readonly updatedAt: Date;
}

export type SyncSettingsChange = Partial<Omit<SyncSettings, 'version' | 'updatedAt'>>;
