import type { Day } from './calendar-day.js';

/** A Bangumi subject as matching and the review know it. */
export interface Subject {
  readonly id: number;
  /** 2 anime, 6 live action. */
  readonly type: number;
  readonly name: string;
  readonly nameCn: string;
  readonly aliases: readonly string[];
  /** First broadcast or release, `YYYY-MM-DD`; null where the wiki has no whole date. */
  readonly date: string | null;
  /** `TV`, `WEB`, `OVA`, `剧场版`, `日剧` …: filled in by hand, so no proof. */
  readonly platform: string | null;
  /** How many episodes the wiki says it has; 0 where it says nothing. */
  readonly eps: number;
  readonly imdb: string | null;
  /** Address of its picture. */
  readonly image: string | null;
}

/** A subject somebody could mean, found without the id map's place for it. */
export interface FoundSubject {
  readonly subjectId: number;
  readonly type: number;
  readonly names: readonly string[];
  readonly begin: Day | null;
  /** Last broadcast; null when unknown. */
  readonly end: Day | null;
  readonly platform: string | null;
  readonly eps: number;
  readonly imdb: string | null;
}

/** A line of a subject's relations: 续集 (sequel), 前传 (prequel), 番外篇 (side story) … */
export interface Related {
  readonly id: number;
  readonly type: number;
  readonly name: string;
  readonly nameCn: string;
  readonly relation: string;
}
