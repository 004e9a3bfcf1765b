import type { World } from './open-world.js';
import type { Change } from './story.js';
import { titles, type ModelTitle } from './titles.js';

export interface Watched {
  readonly title: ModelTitle;
  readonly number: number;
}

/** What a person has watched, as the person remembers it. */
export interface Person {
  apply(change: Change): void;
  /** Plays that stand in the history now, by history id. */
  readonly plays: ReadonlyMap<string, Watched>;
  /** Plays that were taken out of it. */
  readonly removed: ReadonlyMap<string, Watched>;
}

const firstDay = Date.parse('2026-08-01T12:00:00.000Z');
const timeOf = (day: number): string => new Date(firstDay + day * 86_400_000).toISOString();

const pick = <T>(from: ReadonlyMap<string, T>, which: number): [string, T] | undefined =>
  [...from][which % Math.max(from.size, 1)];

export function createPerson({ trakt }: Pick<World, 'trakt'>): Person {
  const plays = new Map<string, Watched>();
  const removed = new Map<string, Watched>();

  const watch = (watched: Watched, day: number, id?: string): void => {
    const { title, number } = watched;
    const item =
      title.kind === 'movie'
        ? { movie: title.traktId }
        : { show: title.traktId, season: 1, number };
    plays.set(trakt.addPlay({ ...item, watchedAt: timeOf(day), id }), watched);
  };

  return {
    plays,
    removed,
    apply(change) {
      if (change.kind === 'add') {
        const title = titles[change.title];
        if (title === undefined) throw new Error(`no title ${change.title}`);
        watch({ title, number: 1 + (change.number % title.episodes) }, change.day);
        return;
      }
      const [id, watched] =
        pick(change.kind === 'bring-back' ? removed : plays, change.which) ?? [];
      if (id === undefined || watched === undefined) return;
      if (change.kind === 'edit') {
        trakt.editPlay(id, { watchedAt: timeOf(change.day) });
      } else if (change.kind === 'remove') {
        trakt.removePlay(id);
        plays.delete(id);
        removed.set(id, watched);
      } else {
        removed.delete(id);
        watch(watched, change.which, id);
      }
    },
  };
}
