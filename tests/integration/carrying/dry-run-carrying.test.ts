import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planFor } from '../../support/dry-runs.js';
import { aFilm, anAnime } from '../../support/scenario-builders.js';
import { withPeople, type Person } from '../../support/with-people.js';

const short = anAnime(1, { episodes: 2 });
const film = aFilm(2, { hasRow: false });
const listed = anAnime(3);

const collectionType = fc.constantFrom(null, 1, 2, 3, 4, 5);
const story = fc.record({
  watched: fc.constantFrom(0, 1, 2),
  film: fc.boolean(),
  rated: fc.constantFrom(null, 3, 8),
  filmRated: fc.boolean(),
  isListed: fc.boolean(),
  isCollected: fc.boolean(),
  collection: collectionType,
  own: fc.constantFrom(0, 4),
  ratingPolicy: fc.constantFrom('fill', 'overwrite', 'newest'),
  privateCollections: fc.boolean(),
  statesOverOwn: fc.boolean(),
  ratings: fc.boolean(),
  watchedState: fc.constantFrom('none', 'done'),
});
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

describe('a dry run of ratings and states', () => {
  const world = withPeople({ titles: [short, film, listed] });

  const live = async (person: Person, told: Story): Promise<void> => {
    const { trakt, bangumi, watchflow } = world();
    const whose = { username: person.name };
    await watchflow.history.settings.change(person.userId, {
      ratings: told.ratings,
      ratingPolicy: told.ratingPolicy,
      watchedState: told.watchedState,
      privateCollections: told.privateCollections,
      statesOverOwn: told.statesOverOwn,
      watchlistState: 'wish',
      collectionState: 'doing',
    });
    if (told.watched > 0) person.watch(short, { count: told.watched });
    if (told.film) person.watch(film);
    if (told.rated !== null) trakt.rate({ show: short.traktId }, told.rated, whose);
    if (told.filmRated) trakt.rate({ movie: film.traktId }, 6, whose);
    if (told.isListed) trakt.putOnWatchlist({ show: listed.traktId }, whose);
    if (told.isCollected)
      trakt.addToCollection({ show: short.traktId, season: 1, number: 1 }, whose);
    if (told.collection !== null)
      bangumi.setCollection(
        short.subjectId,
        { type: told.collection, rate: told.collection === 1 ? 0 : told.own },
        person.name,
      );
  };

  it('tells what the sync after it writes and what the timeline gets, and writes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const ann = await world().someone();
        await live(ann, told);
        const before = ann.onBangumi();
        const { report, status } = await planFor(world(), ann);
        expect([status, ann.writes(), ann.onBangumi()]).toEqual(['success', [], before]);
        const { carrying } = world().watchflow.history;
        expect((await carrying.list(ann.userId, 'ratings', { limit: 9 })).items).toEqual([]);
        await ann.sync();
        expect([report?.writes, report?.timelineEntries]).toEqual([
          ann.writes().length,
          ann.onBangumi().timelineEntries,
        ]);
      }),
      { numRuns: 12, seed: 2 },
    );
  }, 240_000);

  it('counts ratings, states and completions apart', async () => {
    const ann = await world().someone();
    await live(ann, {
      watched: 2,
      film: true,
      rated: 8,
      filmRated: true,
      isListed: true,
      isCollected: false,
      collection: null,
      own: 0,
      ratingPolicy: 'fill',
      privateCollections: false,
      statesOverOwn: false,
      ratings: true,
      watchedState: 'done',
    });
    expect((await planFor(world(), ann)).report).toMatchObject({
      carried: { ratings: 2, states: 1, completions: 1, parked: 0, excluded: 0 },
      writes: 3 + 3,
      timelineEntries: 3 + 2,
    });
    expect(await ann.sync()).toMatchObject({ status: 'success' });
    expect(ann.onBangumi().collections).toMatchObject({
      [short.subjectId]: { type: 2, rate: 8 },
      [film.subjectId]: { type: 2, rate: 6 },
      [listed.subjectId]: { type: 1 },
    });
  });
});
