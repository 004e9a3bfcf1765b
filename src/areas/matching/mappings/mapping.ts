/** What a mapping is about: a show (all of it, one season, or a range of it), one episode, or a film. */
export interface MappingTarget {
  readonly mediaType: 'show' | 'episode' | 'movie';
  /** Trakt's id of the show, episode or film. */
  readonly traktId: number;
  readonly season: number | null;
  /** With `lastNumber`: only these numbers of the season. */
  readonly firstNumber: number | null;
  readonly lastNumber: number | null;
}

/** What it says of it. */
export interface MappingAim {
  readonly action: 'map' | 'ignore';
  readonly subjectId: number | null;
  /** The number within the subject is Trakt's number plus this; a film counts as number 1. */
  readonly offset: number;
  readonly by: 'ep' | 'sort';
  /** One row, for an episode. */
  readonly episodeId: number | null;
}

export interface MappingDraft extends MappingTarget, MappingAim {
  readonly note: string | null;
}

export const mappingOrigins = ['review', 'import', 'api'] as const;
export type MappingOrigin = (typeof mappingOrigins)[number];

export interface Mapping extends MappingDraft {
  readonly id: string;
  /** Null: shared by everybody. */
  readonly userId: string | null;
  readonly origin: MappingOrigin;
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Of a mapping of one episode, where it lies; null where nobody's history has shown it. */
  readonly episodeOf: EpisodePlace | null;
}

export interface EpisodePlace {
  readonly showId: number;
  readonly season: number;
  readonly number: number;
}

export const targetKey = (target: MappingTarget): string =>
  [
    target.mediaType,
    target.traktId,
    target.season ?? '*',
    target.firstNumber ?? '*',
    target.lastNumber ?? '*',
  ].join(':');

export const isSameAim = (one: MappingAim, other: MappingAim): boolean =>
  one.action === other.action &&
  one.subjectId === other.subjectId &&
  one.offset === other.offset &&
  one.by === other.by &&
  one.episodeId === other.episodeId;

/** Both are ranges of one season, and share a number. */
export const overlaps = (one: MappingTarget, other: MappingTarget): boolean =>
  one.mediaType === 'show' &&
  other.mediaType === 'show' &&
  one.traktId === other.traktId &&
  one.season === other.season &&
  one.firstNumber !== null &&
  other.firstNumber !== null &&
  one.firstNumber <= (other.lastNumber ?? other.firstNumber) &&
  other.firstNumber <= (one.lastNumber ?? one.firstNumber);
