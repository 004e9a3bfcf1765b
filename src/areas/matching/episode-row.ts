/** One row of a subject's episode table, as matching needs it. */
export interface EpisodeRow {
  readonly id: number;
  /** 0 main, 1 special, others are not matched. */
  readonly type: number;
  readonly sort: number;
  readonly ep: number;
  /** `YYYY-MM-DD` (the nominal Japanese broadcast date) or null when the wiki's text is no possible date. */
  readonly airdate: string | null;
  readonly name: string;
  readonly nameCn: string;
}

export type EpisodeTables = ReadonlyMap<number, readonly EpisodeRow[]>;
