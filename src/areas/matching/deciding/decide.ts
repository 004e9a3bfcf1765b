import type { Decision, Evidence } from '../decision.js';
import type { EpisodeTables } from '../episode-row.js';
import { lookAtTables } from '../facts/facts.js';
import type { Deciding, Facts } from '../facts/facts.js';
import { decideFilmAmong } from '../finding/decide-film-found.js';
import { sought } from '../finding/decide-found.js';
import { decideSpecialAmong } from '../finding/decide-special-found.js';
import { decideUnplacedRegular } from '../finding/decide-unplaced.js';
import { findLeads } from '../finding/find-leads.js';
import type { Finding, Found } from '../finding/find-leads.js';
import { byNearestBegin } from '../finding/lead.js';
import type { Lead } from '../finding/lead.js';
import { withCandidates } from '../finding/listed-leads.js';
import type { IdMap, IdMapEntry } from '../id-map/id-map.js';
import type { EpisodeItem, MediaItem, MovieItem } from '../media-item.js';
import { candidateSubjects } from './candidate-subjects.js';
import { parked } from './context.js';
import type { Step } from './context.js';
import { decideCours } from './decide-cours.js';
import { decideElsewhere } from './decide-elsewhere.js';
import { decideMovie } from './decide-movie.js';
import { decidePlaced } from './decide-placed.js';
import { decideSpecial } from './decide-special.js';
import { gate } from './gate.js';
import type { LiveAction } from './gate.js';
import { placeEpisode } from './place.js';

/** In order of trust; the first that has something to say decides. */
const placing: readonly Step[] = [decidePlaced, decideCours, decideElsewhere];

export interface Knowing {
  readonly idMap: IdMap;
  readonly facts: Facts;
  readonly liveAction: LiveAction;
}

/**
 * Which Bangumi subject and row an item is: matched on two independent signals or the map's exact key, else parked with what
 * is known, never guessed. In this order: the id map; sequels of what it knows; titles it knows; search; other titles that Trakt
 * has; lists of further ids; sequels of what was found. Free of requests and clocks: what only the services can tell is asked for, and looked up in `facts`.
 */
export function* decide(item: MediaItem, knowing: Knowing): Deciding<Decision> {
  const known = yield* lookAtTables(knowing.facts, candidateSubjects(item, knowing.idMap));
  return item.kind === 'movie'
    ? (decideMovie(item, knowing.idMap, known) ?? (yield* decideUnplacedFilm(item, knowing)))
    : (decideByMap(item, knowing.idMap, known) ?? (yield* decideUnplacedEpisode(item, knowing)));
}

function decideByMap(item: EpisodeItem, idMap: IdMap, tables: EpisodeTables): Decision | null {
  const place = placeEpisode(item, entriesOf(item, idMap));
  for (const step of item.season === 0 ? [decideSpecial] : placing) {
    const decision = step({ place, tables });
    if (decision !== null) return decision;
  }
  return null;
}

const entriesOf = ({ show }: EpisodeItem, idMap: IdMap): readonly IdMapEntry[] =>
  show.tmdb === null ? [] : idMap.show(show.tmdb);

function* decideUnplacedEpisode(item: EpisodeItem, knowing: Knowing): Deciding<Decision> {
  const entries = entriesOf(item, knowing.idMap);
  const listed = knowing.idMap.links.ofShow(item.show, item.season === 0 ? null : item.season);
  const gated = gate(item.show, entries.length > 0 ? 'known' : knowing.liveAction, listed);
  if (gated.types.length === 0) return outOfScope(gated.evidence);
  const { idMap, facts } = knowing;
  const given = sought(item, facts);
  // Without a day no title decides anything.
  const hasOtherNames = gated.hasOtherNames && given.day !== null;
  const { types } = gated;
  const finding = { title: item.show, kind: item.kind, listed, types, hasOtherNames, idMap, facts };
  const found =
    item.season === 0
      ? yield* findLeads(finding, (leads) => decideSpecialAmong(given, leads))
      : yield* decideUnplacedRegular(given, entries, finding);
  return found.decision ?? unmatched(finding, found, gated.evidence);
}

function* decideUnplacedFilm(item: MovieItem, knowing: Knowing): Deciding<Decision> {
  const listed = knowing.idMap.links.ofMovie(item.movie);
  const gated = gate(item.movie, knowing.liveAction, listed);
  if (gated.types.length === 0) return outOfScope(gated.evidence);
  const { idMap, facts } = knowing;
  const { types, hasOtherNames } = gated;
  const finding = {
    title: item.movie,
    kind: item.kind,
    listed,
    types,
    hasOtherNames,
    idMap,
    facts,
  };
  const found = yield* findLeads(finding, (leads) => decideFilmAmong(facts, item, leads));
  return found.decision ?? unmatched(finding, found, gated.evidence);
}

const outOfScope = (evidence: Evidence): Decision => ({
  kind: 'excluded',
  reason: 'out-of-scope',
  evidence: [evidence],
});

const candidatesShown = 8;

const isListed = ({ link }: Lead) => link === 'listed';

function unmatched(finding: Finding, { leads, others }: Found, evidence: Evidence): Decision {
  const { title, originalTitle } = finding.title;
  const names = others === null ? '' : `, nor by any other title that Trakt has (${others.length})`;
  const candidates = withCandidates(leads, finding);
  const so = candidates.some(isListed) ? ', begin so or are listed so' : ' or begin so';
  const found =
    candidates.length === 0
      ? `no subject on Bangumi is called “${originalTitle ?? title}”${names}`
      : `${candidates.length} subjects are called so${so}, and none of them fits`;
  return parked('unmatched', {
    subjects: byNearestBegin(candidates).slice(0, candidatesShown),
    evidence: [evidence, { signal: 'title', detail: found }],
  });
}
