import { groupBy } from '../../../platform/lib/group-by.js';
import { traktKey, type ItemKey } from '../item-key.js';
import type { KnownTitle } from '../known-title.js';
import { joinParts } from './join-parts.js';
import { nameOfPlace, type TitleAt, type TitleFacts, type TitlePart } from './title-part.js';

/** Seasons' own ids, by `<show>/<number>`. */
export type SeasonIds = ReadonlyMap<string, number>;

/** One title of each place, out of all that is known there. */
export function gatherTitles(parts: readonly TitlePart[], ids: SeasonIds): readonly KnownTitle[] {
  const named = groupBy(parts, ({ at }) => nameOfPlace(at));
  const isNamed = ({ at }: TitlePart): boolean =>
    at.kind !== 'season' ||
    seasonId(at, ids) !== undefined ||
    (named.get(nameOfPlace(at)) ?? []).some(({ facts }) => facts.subjects.length > 0);
  const nameable = parts.map((part) => (isNamed(part) ? part : ofShow(part)));
  return [...groupBy(nameable, ({ at }) => nameOfPlace(at)).values()].flatMap((same) => {
    const [first] = same;
    return first === undefined
      ? []
      : [toTitle(first.at, joinParts(same.map(({ facts }) => facts)), ids)];
  });
}

/** A season without a name of its own, neither Trakt's nor a subject's, is told of its show. */
const ofShow = ({ at, facts }: TitlePart): TitlePart =>
  at.kind === 'season' ? { at: { kind: 'show', id: at.showId }, facts } : { at, facts };

const seasonId = (
  { showId, season }: { readonly showId: number; readonly season: number },
  ids: SeasonIds,
): number | undefined => ids.get(`${showId}/${season}`);

function toTitle(at: TitleAt, facts: TitleFacts, ids: SeasonIds): KnownTitle {
  const nowhere = { show: null, season: null, seasonNumber: null } as const;
  switch (at.kind) {
    case 'movie':
    case 'show':
      return { ...facts, ...nowhere, key: traktKey(at.kind, at.id) };
    case 'episode': {
      const { showId, season: number } = at;
      const season = number === null ? undefined : seasonId({ showId, season: number }, ids);
      return {
        ...facts,
        key: traktKey('episode', at.id),
        show: traktKey('show', showId),
        season: season === undefined ? null : traktKey('season', season),
        seasonNumber: null,
      };
    }
    case 'season': {
      const show = traktKey('show', at.showId);
      const key = seasonKey(at, facts, ids);
      return { ...facts, key, show, season: null, seasonNumber: at.season };
    }
    case 'subject':
      return {
        ...facts,
        ...nowhere,
        key: `subject:${at.id}`,
        show: at.showId === null ? null : traktKey('show', at.showId),
      };
  }
}

function seasonKey(
  at: { readonly showId: number; readonly season: number },
  { subjects }: TitleFacts,
  ids: SeasonIds,
): ItemKey {
  const id = seasonId(at, ids);
  return id === undefined ? `subject:${Math.min(...subjects)}` : traktKey('season', id);
}
