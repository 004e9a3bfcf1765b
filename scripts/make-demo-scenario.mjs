// Writes scenarios/demo.json and scenarios/demo.expected.json: one person's history, and what a sync of it must end in.
// Subject ids, TMDB keys, titles and first broadcasts come from the npm package bangumi-data (CC BY 4.0); the number of
// episodes, breaks and double broadcasts are public facts, episode and history ids are made up except where noted.
// What is expected follows from what is built here, never from what a matcher says.
// `--check` writes nothing and fails when the files are not what this script makes.
import { readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('../', import.meta.url);
const read = (path) => readFileSync(new URL(path, folder), 'utf8');
const day = 86_400_000;
const weekly = (count) => [[count, 0, 7]];
const iso = (at) => new Date(at).toISOString();
const jstDate = (at) => iso(at + 9 * 3_600_000).slice(0, 10);

const packaged = JSON.parse(read('node_modules/bangumi-data/dist/data.json')).items;
const idAt = (item, site) => item.sites.find((entry) => entry.site === site)?.id;
const bySubject = new Map(packaged.map((item) => [Number(idAt(item, 'bangumi')), item]));

const anime = { country: 'jp', language: 'ja', genres: ['animation', 'anime'] };

/**
 * A part is one Bangumi subject inside a Trakt season: `at` its first Trakt number, `slots` = [how many, days after the
 * first broadcast, days between]. `sort`: the wiki's first number where it is not `at`.
 */
const part = (subject, at, slots, more = {}) => ({ subject, at, slots, ...more });

const shows = [
  {
    tmdb: 65942,
    tvdb: 305089,
    imdb: 'tt5607616',
    slug: 're-zero',
    title: 'Re:ZERO -Starting Life in Another World-',
    year: 2016,
    ...anime,
    // Six subjects in one Trakt season, numbered on throughout.
    seasons: {
      1: [
        part(140001, 1, weekly(25)),
        part(278826, 26, weekly(13), { firstId: 957951 }),
        part(316247, 39, weekly(12)),
        part(425998, 51, weekly(8)),
        part(510728, 59, weekly(8)),
        part(547888, 67, weekly(11)),
      ],
    },
  },
  {
    tmdb: 94664,
    tvdb: 371310,
    slug: 'mushoku-tensei',
    title: 'Mushoku Tensei: Jobless Reincarnation',
    year: 2021,
    ...anime,
    // Season 2 has an episode 0 on Bangumi, so `ep` is one ahead of the number there.
    seasons: {
      1: [part(277554, 1, weekly(11)), part(325585, 12, weekly(12))],
      2: [
        part(373247, 1, [[12, 7, 7]], { prologue: true }),
        part(444557, 13, [
          [6, 0, 7],
          [6, 49, 7],
        ]),
      ],
    },
  },
  {
    tmdb: 120089,
    tvdb: 405920,
    imdb: 'tt13706018',
    slug: 'spy-x-family',
    title: 'SPY x FAMILY',
    year: 2022,
    ...anime,
    seasons: {
      // A special no data set knows.
      0: [
        {
          unmapped: true,
          at: 1,
          begin: '2022-07-31T14:00:00.000Z',
          slots: weekly(1),
          truth: ['parked', 'unmatched'],
        },
      ],
      1: [part(329906, 1, weekly(12)), part(373267, 13, weekly(13))],
      2: [part(411427, 1, weekly(12), { sort: 26 })],
      3: [part(498378, 1, weekly(13), { sort: 38 })],
    },
  },
  {
    tmdb: 209867,
    tvdb: 424536,
    imdb: 'tt22248376',
    slug: 'frieren',
    title: "Frieren: Beyond Journey's End",
    year: 2023,
    ...anime,
    // Four episodes on the first evening.
    seasons: {
      1: [
        part(400602, 1, [
          [4, 0, 0],
          [12, 7, 7],
          [12, 98, 7],
        ]),
        part(515759, 29, [
          [5, 0, 7],
          [5, 42, 7],
        ]),
      ],
    },
  },
  {
    tmdb: 203737,
    tvdb: 421069,
    imdb: 'tt21030032',
    slug: 'oshi-no-ko',
    title: '[Oshi No Ko]',
    year: 2023,
    ...anime,
    seasons: {
      1: [
        part(386809, 1, [
          [5, 0, 7],
          [6, 42, 7],
        ]),
        part(
          443428,
          12,
          [
            [5, 0, 7],
            [7, 49, 7],
            [1, 95, 7],
          ],
          { firstId: 1349007 },
        ),
        part(517057, 25, weekly(11)),
      ],
    },
  },
  {
    tmdb: 240411,
    tvdb: 432832,
    slug: 'dan-da-dan',
    title: 'DAN DA DAN',
    year: 2024,
    ...anime,
    // The wiki files the night slot under the day before.
    seasons: {
      1: [
        part(467461, 1, weekly(12), { dayShift: -1 }),
        part(529431, 13, weekly(12), { dayShift: -1 }),
      ],
    },
  },
  {
    tmdb: 65336,
    tvdb: 306269,
    slug: 'march-comes-in-like-a-lion',
    title: 'March Comes in Like a Lion',
    year: 2016,
    ...anime,
    // Trakt starts again at 1, Bangumi goes on with 23; the last two were shown on one day. Row ids are the real ones.
    seasons: {
      1: [
        part(147068, 1, [
          [11, 0, 7],
          [11, 91, 7],
        ]),
      ],
      2: [
        part(
          211567,
          1,
          [
            [11, 0, 7],
            [5, 84, 7],
            [4, 140, 7],
            [2, 168, 0],
          ],
          { sort: 23, firstId: 744206 },
        ),
      ],
    },
  },
  {
    tmdb: 46298,
    tvdb: 252322,
    imdb: 'tt2098220',
    slug: 'hunter-x-hunter-2011',
    title: 'Hunter x Hunter',
    year: 2011,
    ...anime,
    // A long-runner: one subject, Trakt seasons with absolute numbers; a part of it watched.
    seasons: {
      1: [part(21032, 1, weekly(62), { watched: [1, 12] })],
      2: [part(21032, 63, [[74, 434, 7]], { watched: [63, 13] })],
    },
  },
  {
    tmdb: 1429,
    tvdb: 267440,
    imdb: 'tt2560140',
    slug: 'attack-on-titan',
    title: 'Attack on Titan',
    year: 2013,
    ...anime,
    seasons: {
      // Specials that are subjects of their own.
      0: [part(376739, 36, weekly(1), { sort: 1 }), part(415779, 37, weekly(1), { sort: 1 })],
      2: [part(118335, 1, weekly(12), { sort: 26 })],
      3: [
        part(217300, 1, [
          [6, 0, 7],
          [6, 49, 7],
        ]),
        part(263750, 13, weekly(10)),
      ],
      4: [
        part(285666, 1, [
          [4, 0, 7],
          [12, 35, 7],
        ]),
        part(331752, 17, [
          [11, 0, 7],
          [1, 84, 7],
        ]),
      ],
    },
  },
  {
    tmdb: 85937,
    tvdb: 348545,
    imdb: 'tt9335498',
    slug: 'demon-slayer',
    title: 'Demon Slayer: Kimetsu no Yaiba',
    year: 2019,
    ...anime,
    // Season 2 has the name of the film below.
    seasons: {
      2: [
        part(350764, 1, [
          [1, 0, 7],
          [6, 14, 7],
        ]),
      ],
      3: [part(328195, 1, weekly(11))],
      4: [part(369768, 1, weekly(11))],
      5: [part(441939, 1, weekly(8))],
    },
  },
  {
    tmdb: 86031,
    slug: 'dr-stone',
    title: 'Dr. STONE',
    year: 2019,
    ...anime,
    seasons: { 3: [part(363101, 1, weekly(11)), part(424372, 12, weekly(11))] },
  },
  {
    tmdb: 95479,
    slug: 'jujutsu-kaisen',
    title: 'Jujutsu Kaisen',
    year: 2020,
    ...anime,
    seasons: {
      1: [
        part(294993, 1, [
          [13, 0, 7],
          [11, 105, 7],
        ]),
        part(369304, 25, [
          [5, 0, 7],
          [18, 56, 7],
        ]),
      ],
    },
  },
  {
    tmdb: 220542,
    slug: 'the-apothecary-diaries',
    title: 'The Apothecary Diaries',
    year: 2023,
    ...anime,
    seasons: {
      1: [
        part(420628, 1, [
          [3, 0, 0],
          [21, 7, 7],
        ]),
        part(486347, 25, [
          [12, 0, 7],
          [12, 98, 7],
        ]),
      ],
    },
  },
  {
    tmdb: 207784,
    slug: 'delicious-in-dungeon',
    title: 'Delicious in Dungeon',
    year: 2024,
    ...anime,
    seasons: { 1: [part(395378, 1, weekly(24))] },
  },
  {
    tmdb: 154494,
    slug: 'lycoris-recoil',
    title: 'Lycoris Recoil',
    year: 2022,
    ...anime,
    seasons: { 1: [part(364450, 1, weekly(13))] },
  },
  {
    tmdb: 105248,
    slug: 'cyberpunk-edgerunners',
    title: 'Cyberpunk: Edgerunners',
    year: 2022,
    ...anime,
    seasons: { 1: [part(309311, 1, [[10, 0, 0]])] },
  },
  {
    tmdb: 72517,
    slug: 'classroom-of-the-elite',
    title: 'Classroom of the Elite',
    year: 2017,
    ...anime,
    // The wiki has no row for the last one yet.
    seasons: { 4: [part(510710, 1, weekly(13), { rows: 12 })] },
  },
  {
    tmdb: 100565,
    slug: '86',
    title: '86 EIGHTY-SIX',
    year: 2021,
    ...anime,
    seasons: {
      1: [
        part(302189, 1, weekly(11)),
        part(331887, 12, [
          [10, 0, 7],
          [2, 161, 7],
        ]),
      ],
    },
  },
  {
    tmdb: 46195,
    tvdb: 102261,
    slug: 'monogatari',
    title: 'Monogatari',
    year: 2009,
    ...anime,
    seasons: { 0: [part(115932, 18, [[4, 0, 0]], { sort: 1, firstId: 441211 })] },
  },
  {
    tmdb: 37854,
    slug: 'one-piece',
    title: 'One Piece',
    year: 1999,
    ...anime,
    seasons: { 0: [part(518519, 33, weekly(1), { sort: 1 })] },
  },
  {
    // On Bangumi, but without a key in the id map; Trakt knows no TMDB id either: found by its title.
    tmdb: null,
    slug: 'haibara-kun',
    title: "Haibara's Teenage New Game+",
    year: 2026,
    ...anime,
    seasons: { 1: [part(567418, 1, weekly(8))] },
  },
  {
    // Live action, Japanese: no id map covers it. The search finds it twice, as the wiki has it twice: a person is asked which.
    // The ids are made up.
    tmdb: 110316,
    imdb: 'tt10795658',
    slug: 'alice-in-borderland',
    title: 'Alice in Borderland',
    original: '今際の国のアリス',
    year: 2020,
    country: 'jp',
    language: 'ja',
    genres: ['drama', 'thriller'],
    seasons: {
      1: [
        {
          subject: 990110316,
          at: 1,
          begin: '2020-12-10T08:00:00.000Z',
          slots: [[8, 0, 0]],
          watched: [1, 6],
          twin: 990110317,
          truth: ['parked', 'ambiguous'],
        },
      ],
    },
  },
  {
    tmdb: 1396,
    imdb: 'tt0903747',
    slug: 'breaking-bad',
    title: 'Breaking Bad',
    year: 2008,
    country: 'us',
    language: 'en',
    genres: ['drama', 'crime'],
    seasons: {
      1: [
        {
          unmapped: true,
          at: 1,
          begin: '2008-01-21T03:00:00.000Z',
          slots: weekly(7),
          truth: ['excluded', 'out-of-scope'],
        },
      ],
    },
  },
  {
    tmdb: 95396,
    imdb: 'tt11280740',
    slug: 'severance',
    title: 'Severance',
    year: 2022,
    country: 'us',
    language: 'en',
    genres: ['drama', 'mystery'],
    seasons: {
      1: [
        {
          unmapped: true,
          at: 1,
          begin: '2022-02-18T08:00:00.000Z',
          slots: weekly(9),
          truth: ['excluded', 'out-of-scope'],
        },
      ],
    },
  },
];

const movies = [
  {
    subject: 117777,
    tmdb: 378064,
    imdb: 'tt5323662',
    slug: 'a-silent-voice',
    title: 'A Silent Voice: The Movie',
    year: 2016,
    watchedAt: '2025-03-15T12:00:00.000Z',
  },
  {
    subject: 291494,
    tmdb: 635302,
    imdb: 'tt11032374',
    slug: 'demon-slayer-mugen-train',
    title: 'Demon Slayer -Kimetsu no Yaiba- The Movie: Mugen Train',
    year: 2020,
    watchedAt: '2025-04-05T12:00:00.000Z',
  },
];

/** What the person had done on Bangumi before; each must survive. `nth` counts main rows from 1. */
const kept = [
  {
    subject: 364450,
    type: 2,
    rate: 9,
    comment: '很好看',
    tags: ['原创', 'TV'],
    done: { nth: 1, count: 13 },
  },
  { subject: 118335, type: 4, done: { nth: 1, count: 4 } },
  { subject: 350764, type: 3, dropped: { nth: 1, count: 1 } },
  { subject: 309311, type: 3, private: true, rate: 10 },
  { subject: 395378, type: 1 },
];

const made = {
  shows: [],
  movies: [],
  plays: [],
  subjects: new Map(),
  truths: new Map(),
  blocks: [],
};

const countOf = (slots) => slots.reduce((sum, [count]) => sum + count, 0);
const last = (list) => list[list.length - 1];

function subjectOf(id, fallback) {
  let subject = made.subjects.get(id);
  if (subject === undefined) {
    const item = bySubject.get(id);
    subject = {
      id,
      type: item === undefined ? 6 : 2,
      name: item?.title ?? fallback.original,
      name_cn: item?.titleTranslate?.['zh-Hans']?.[0] ?? '',
      date: jstDate(Date.parse(item?.begin ?? fallback.begin)),
      platform: { tv: 'TV', web: 'WEB', movie: '剧场版', ova: 'OVA' }[item?.type] ?? '日剧',
      rows: [],
      relations: [],
      nextId: 2_000_000 + made.subjects.size * 200,
    };
    made.subjects.set(id, subject);
  }
  return subject;
}

/** Adds a stretch of rows and returns the id of its first. */
function addRows(subject, run, firstId) {
  const id = firstId ?? subject.nextId;
  subject.rows.push({ first_id: id, ...run });
  subject.nextId = id + (run.count ?? 1);
  return id;
}

const run = (first, count, everyDays) => ({
  ...first,
  ...(count !== 1 && { count }),
  ...(everyDays !== 7 && count !== 1 && { every_days: everyDays }),
});

function truthOf(piece, rowId) {
  if (piece.truth !== undefined) return { state: piece.truth[0], reason: piece.truth[1] };
  return rowId === undefined
    ? { state: 'parked', reason: 'episode-missing' }
    : { state: 'proven', subjectId: piece.subject, episodeId: rowId };
}

function makePart(show, season, piece) {
  const item = bySubject.get(piece.subject);
  const begin = Date.parse(item?.begin ?? piece.begin);
  const subject = piece.unmapped ? undefined : subjectOf(piece.subject, { ...show, ...piece });
  const sort = piece.sort ?? piece.at;
  const rowDate = (at) => jstDate(at + (piece.dayShift ?? 0) * day);
  if (piece.prologue) addRows(subject, { first_sort: 0, airdate: rowDate(begin) });
  let rowsLeft = piece.rows ?? Infinity;
  let number = piece.at;
  let lastAired = begin;
  for (const [count, afterDays, everyDays] of piece.slots) {
    const aired = begin + afterDays * day;
    season.runs.push(run({ first: number, first_aired: iso(aired) }, count, everyDays));
    const rowCount = Math.min(count, rowsLeft);
    const firstSort = sort + number - piece.at;
    const isFirst = number === piece.at;
    const rowId =
      subject &&
      addRows(
        subject,
        run({ first_sort: firstSort, airdate: rowDate(aired) }, rowCount, everyDays),
        isFirst ? piece.firstId : undefined,
      );
    for (let step = 0; step < count; step += 1) {
      const id = subject === undefined || step >= rowCount ? undefined : rowId + step;
      const truth = { ...truthOf(piece, id), hasSubject: subject !== undefined };
      made.truths.set(`${show.trakt}/${season.number}/${number + step}`, truth);
    }
    if (piece.twin !== undefined)
      addRows(
        subjectOf(piece.twin, { ...show, ...piece }),
        run({ first_sort: firstSort, airdate: rowDate(aired) }, rowCount, everyDays),
      );
    rowsLeft -= rowCount;
    number += count;
    lastAired = aired + (count - 1) * everyDays * day;
  }
  const [from, count] = piece.watched ?? [piece.at, countOf(piece.slots)];
  made.blocks.push({ show: show.trakt, season: season.number, from, count, lastAired });
  const isWhole = piece.watched === undefined && item?.end;
  if (isWhole && Math.abs(lastAired - Date.parse(item.end)) > 8 * day && item.type === 'tv')
    throw new Error(`${piece.subject} ends ${iso(lastAired)}, not ${item.end}`);
}

function makeShow(spec, index) {
  const trakt = 150_001 + index;
  const first = Object.entries(spec.seasons).find(([number]) => number !== '0')?.[1][0];
  const original = spec.original ?? bySubject.get(first?.subject)?.title ?? spec.title;
  const { tmdb, tvdb = null, imdb = null, slug, title, year, country, language, genres } = spec;
  const show = {
    trakt,
    slug,
    tmdb,
    tvdb,
    imdb,
    title,
    original_title: original,
    year,
    country,
    language,
    genres,
    seasons: [],
  };
  made.shows.push(show);
  for (const [number, parts] of Object.entries(spec.seasons)) {
    const season = { number: Number(number), runs: [] };
    show.seasons.push(season);
    for (const piece of parts) makePart({ ...spec, trakt }, season, piece);
    relate(parts);
  }
}

/** Parts of a season follow each other. */
function relate(parts) {
  for (const [index, piece] of parts.entries()) {
    const next = parts[index + 1];
    if (next === undefined || piece.unmapped || piece.subject === next.subject) continue;
    made.subjects.get(piece.subject).relations.push({ to: next.subject, relation: '续集' });
    made.subjects.get(next.subject).relations.push({ to: piece.subject, relation: '前传' });
  }
}

let historyId = 9_100_000_001;
function addPlays(play, count = 1) {
  made.plays.push({ id: historyId, ...play });
  historyId += count + 2;
}

function makeMovie(spec, index) {
  const trakt = 250_001 + index;
  const item = bySubject.get(spec.subject);
  const released = item.begin.slice(0, 10);
  const { tmdb, imdb, slug, title, year } = spec;
  made.movies.push({
    trakt,
    slug,
    tmdb,
    imdb,
    title,
    original_title: item.title,
    year,
    ...anime,
    released,
  });
  const subject = subjectOf(spec.subject);
  subject.date = released;
  const episodeId = addRows(subject, { first_sort: 1, airdate: released });
  made.truths.set(`movie/${trakt}`, {
    state: 'proven',
    subjectId: spec.subject,
    episodeId,
    hasSubject: true,
  });
  addPlays({ movie: trakt, watched_at: spec.watchedAt, action: 'watch' });
}

/** Two a day, season after season, none before it was shown. */
function watchEverything() {
  const everyMinutes = 715;
  let at = Date.parse('2025-02-01T11:07:00.000Z');
  for (const { show, season, from, count, lastAired } of [...made.blocks].sort(
    (a, b) => a.lastAired - b.lastAired || a.show - b.show || a.season - b.season,
  )) {
    at = Math.max(at, lastAired + day);
    const special = specialWatching[`${showSlug(show)}/${season}`];
    const rest =
      special === undefined ? { from, count } : special({ show, season, from, count }, at);
    if (rest.count > 0)
      addPlays(
        {
          show,
          season,
          number: rest.from,
          count: rest.count,
          watched_at: iso(at),
          every_minutes: everyMinutes,
        },
        rest.count,
      );
    at += count * everyMinutes * 60_000 + day;
  }
  if (at > Date.parse('2026-11-21T00:00:00.000Z'))
    throw new Error(`The history ends in the future: ${iso(at)}`);
}

const showSlug = (trakt) => made.shows.find((show) => show.trakt === trakt).slug;
const specialWatching = {
  // The first one at a date the person does not remember.
  'march-comes-in-like-a-lion/1': ({ show, season, from, count }) => {
    addPlays({
      show,
      season,
      number: from,
      watched_at: '1970-01-01T00:00:00.000Z',
      action: 'watch',
    });
    return { from: from + 1, count: count - 1 };
  },
  // The last two in one minute.
  'march-comes-in-like-a-lion/2': ({ show, season, from, count }, at) => {
    const watchedAt = iso(at + count * 715 * 60_000);
    addPlays({ show, season, number: from + count - 2, watched_at: watchedAt });
    addPlays({ show, season, number: from + count - 1, watched_at: watchedAt });
    return { from, count: count - 2 };
  },
};

function watchAgain() {
  const trakt = (slug) => made.shows.find((show) => show.slug === slug).trakt;
  addPlays({
    show: trakt('re-zero'),
    season: 1,
    number: 1,
    watched_at: '2026-10-03T13:00:00.000Z',
    action: 'watch',
  });
  // One viewing scrobbled twice, half a minute apart.
  addPlays({
    show: trakt('frieren'),
    season: 1,
    number: 10,
    watched_at: '2026-10-04T13:00:00.000Z',
  });
  addPlays({
    show: trakt('frieren'),
    season: 1,
    number: 10,
    watched_at: '2026-10-04T13:00:30.000Z',
  });
  // Removed nowhere: a film seen again.
  addPlays({
    movie: made.movies[0].trakt,
    watched_at: '2026-10-10T11:00:00.000Z',
    action: 'checkin',
  });
}

const rowIds = (subject) =>
  subject.rows.flatMap((rows) =>
    Array.from({ length: rows.count ?? 1 }, (_, step) => rows.first_id + step),
  );

function toCollection({ subject, done, dropped, ...rest }) {
  const ids = rowIds(made.subjects.get(subject));
  const pick = (range) => ids.slice(range.nth - 1, range.nth - 1 + range.count);
  return {
    subject,
    ...rest,
    updated_at: '2025-01-05T12:00:00.000Z',
    ...(done && { done: pick(done) }),
    ...(dropped && { dropped: pick(dropped) }),
  };
}

function expectedOf(collections) {
  const plays = {};
  const episodes = {};
  const collected = {};
  const summary = {
    plays: 0,
    withSubject: 0,
    proven: 0,
    parked: 0,
    excluded: 0,
    parkedReasons: {},
    excludedReasons: {},
  };
  const dropped = new Set(collections.flatMap((collection) => collection.dropped ?? []));
  for (const {
    subject,
    done = [],
    dropped: droppedHere = [],
    type,
    private: isPrivate = false,
    rate = 0,
    comment = '',
    tags = [],
  } of collections) {
    collected[subject] = { type, private: isPrivate, rate, comment, tags };
    for (const id of done) (episodes[subject] ??= {})[id] = 2;
    for (const id of droppedHere) (episodes[subject] ??= {})[id] = 3;
  }
  for (const play of made.plays) {
    for (let step = 0; step < (play.count ?? 1); step += 1) {
      const { hasSubject, ...truth } = made.truths.get(
        play.movie ? `movie/${play.movie}` : `${play.show}/${play.season}/${play.number + step}`,
      );
      const verdict = dropped.has(truth.episodeId)
        ? { state: 'excluded', reason: 'ignored-by-user' }
        : truth;
      plays[play.id + step] = verdict;
      summary.plays += 1;
      summary.withSubject += hasSubject ? 1 : 0;
      summary[verdict.state] += 1;
      if (verdict.state === 'proven') {
        (episodes[verdict.subjectId] ??= {})[verdict.episodeId] = 2;
        collected[verdict.subjectId] ??= {
          type: 3,
          private: false,
          rate: 0,
          comment: '',
          tags: [],
        };
      } else {
        const reasons = summary[`${verdict.state}Reasons`];
        reasons[verdict.reason] = (reasons[verdict.reason] ?? 0) + 1;
      }
    }
  }
  return { scenario: 'demo', summary, plays, bangumi: { collections: collected, episodes } };
}

shows.forEach(makeShow);
movies.forEach(makeMovie);
watchEverything();
watchAgain();
const collections = kept.map(toCollection);
const subjects = [...made.subjects.values()].map(
  ({ id, type, name, name_cn, date, platform, rows, relations }) => ({
    id,
    type,
    name,
    name_cn,
    date,
    platform,
    rows,
    ...(relations.length > 0 && { relations }),
  }),
);
const scenario = {
  name: 'demo',
  about:
    'One person, real seasons. Made by scripts/make-demo-scenario.mjs; titles, subject ids and dates from bangumi-data (CC BY 4.0).',
  trakt: {
    shows: made.shows,
    movies: made.movies,
    users: [
      {
        token: 'demo-trakt-token',
        username: 'demo',
        uuid: 'demo0000000000000000000000000001',
        plays: made.plays,
      },
    ],
  },
  bangumi: {
    subjects,
    users: [
      { token: 'demo-bangumi-token', id: 1, username: 'demo', nickname: 'Demo', collections },
    ],
  },
};
const expected = expectedOf(collections);

/** One entity a line: small, and readable in a diff. */
const compact = (value) =>
  `${JSON.stringify(value, null, 1)
    .replaceAll(/\n {4,}/g, ' ')
    .replaceAll(/\n {3}([\]}])/g, ' $1')}\n`;
const files = {
  'scenarios/demo.json': compact(scenario),
  'scenarios/demo.expected.json': compact(expected),
};
for (const [path, text] of Object.entries(files)) {
  if (!process.argv.includes('--check')) writeFileSync(new URL(path, folder), text);
  else if (read(path) !== text) {
    console.error(
      `${path} is not what scripts/make-demo-scenario.mjs makes: run it and commit the result`,
    );
    process.exitCode = 1;
  }
}
console.error(
  JSON.stringify({
    seasons: made.blocks.length,
    subjects: subjects.length,
    last: last(made.plays).id,
    ...expected.summary,
  }),
);
