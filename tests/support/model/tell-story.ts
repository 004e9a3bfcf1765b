import type { Database } from '../../../src/platform/database/index.js';
import { driveRun } from './drive-run.js';
import type { AtQuiet, Faults } from './at-quiet.js';
import { faultsOfBangumi, statesOf } from './expectation.js';
import { openWorld, type Tally, type World } from './open-world.js';
import { createPerson, type Person } from './person.js';
import { settle } from './settle.js';
import { tellEnding } from './tell-ending.js';
import { unshownWishes } from './unshown-wishes.js';
import type { Chapter, Story, TroubledRun } from './story.js';

/** Lets a story happen, and looks after each troubled run and at each quiet point. Answers the first faults found. */
export async function tellStory(
  db: Database,
  story: Story,
): Promise<{ readonly faults: Faults; readonly tally: Tally }> {
  const world = await openWorld(db);
  try {
    return { faults: await tell(world, story), tally: world.tally };
  } finally {
    await world.close();
  }
}

/** A film nobody else in the story needs. */
const watchedOften = 6;

async function tell(world: World, story: Story): Promise<Faults> {
  const person = createPerson(world);
  person.give(story.given);
  if (story.carries !== null) person.apply(story.carries);
  for (const change of story.disputes) person.apply(change);
  if (story.manyPlays > 0)
    person.apply({ kind: 'binge', title: watchedOften, times: story.manyPlays, day: 0 });
  for (const chapter of story.chapters) {
    const faults = await tellChapter({ world, person, story }, chapter);
    if (faults.length > 0) return faults;
  }
  if (story.ending === null) return [];
  const faults = await tellEnding(world, person, story.ending);
  return [...faults, ...(await faultsAnytime(world, story))];
}

interface Telling {
  readonly world: World;
  readonly person: Person;
  readonly story: Story;
}

async function tellChapter({ world, person, story }: Telling, chapter: Chapter): Promise<Faults> {
  for (const change of chapter.before) person.apply(change);
  await world.answered();
  for (const run of chapter.runs) {
    await troubledRun(world, person, story.manyPlays > 0 ? { ...run, clamp: null } : run);
    const faults = await faultsAnytime(world, story);
    if (faults.length > 0) return faults.map((fault) => `amid trouble: ${fault}`);
  }
  const isPaged = story.manyPlays > 0 || chapter.runs.some(({ clamp }) => clamp !== null);
  const unsettled = await settle(
    world,
    isPaged && world.memory.removed.size > 0 ? 'full' : 'normal',
  );
  world.memory.quietAt = world.memory.next();
  return [...unsettled, ...(await faultsAtQuiet(world)), ...(await faultsAnytime(world, story))];
}

async function troubledRun(world: World, person: Person, run: TroubledRun): Promise<void> {
  const { trakt, bangumi, points } = world;
  if (run.clamp !== null) {
    const match = { path: '/sync/history' };
    trakt.faults.add({ match, fault: { kind: 'clamp-page', limit: run.clamp } });
  }
  const rules = run.troubles.map(({ service, method, ...rest }) => {
    const { faults } = service === 'trakt' ? trakt : bangumi;
    return faults.add({ match: { method }, ...rest });
  });
  let begun = 0;
  points.onStep(() => {
    begun += 1;
    for (const { step, change } of run.meanwhile) if (step === begun) person.apply(change);
  });
  await driveRun(world, run);
  points.onStep(() => undefined);
  world.tally.faults += rules.reduce((sum, rule) => sum + rule.fired(), 0);
  trakt.faults.clear();
  bangumi.faults.clear();
}

/** What must hold whenever nothing is under way. */
async function faultsAnytime(world: World, story: Story): Promise<Faults> {
  const { bangumi, history, userId, surprises, watch, memory } = world;
  const state = bangumi.finalState();
  const proven = (await history.standings(userId)).filter((play) => play.state === 'proven');
  const unshown = proven.filter(({ subjectId, episodeId }) =>
    episodeId === null
      ? !memory.collections.has(subjectId ?? 0) && state.collections[subjectId ?? 0]?.type !== 2
      : !memory.marks.has(episodeId) && state.episodes[subjectId ?? 0]?.[episodeId] !== 2,
  );
  // A simulator holds what it never answers until it hears that the client is gone; here the next attempt can be sooner.
  const overlaps = hasTimeOut(story) ? 0 : bangumi.overlappingWrites();
  return [
    ...watch.faults,
    ...(await unshownWishes(world)),
    ...unshown.map(({ sourceRef }) => `play ${sourceRef} is proven, but Bangumi does not show it`),
    ...(overlaps > 0 ? [`${overlaps} writes overlapped`] : []),
    ...surprises.map((error) => `surprise: ${String(error)}`),
  ];
}

const hasTimeOut = ({ chapters }: Story): boolean =>
  chapters.some(({ runs }) =>
    runs.some(({ troubles }) => troubles.some(({ fault }) => fault.kind === 'time-out')),
  );

async function faultsAtQuiet({ history, userId, ...world }: World): Promise<Faults> {
  const { memory, watch, bangumi } = world;
  const quiet: AtQuiet = { memory, posts: watch.posts, state: bangumi.finalState() };
  const standings = await history.standings(userId);
  const stateOf = new Map(standings.map(({ sourceRef, state }) => [sourceRef, state]));
  const missing = [...memory.plays].flatMap(([id, play]) => {
    const allowed = statesOf(quiet, play);
    const found = stateOf.get(id) ?? 'unknown';
    if (allowed.includes(found)) return [];
    const { title, number } = play;
    return [
      `play ${id} (title ${title.traktId}, ${number}) is ${found}, not ${allowed.join(' or ')}`,
    ];
  });
  const kept = [...memory.removed.keys()]
    .filter((id) => (stateOf.get(id) ?? 'removed') !== 'removed')
    .map((id) => `play ${id} is ${stateOf.get(id) ?? ''}, not removed`);
  const unknown = [...stateOf.keys()]
    .filter((id) => !memory.plays.has(id) && !memory.removed.has(id))
    .map((id) => `play ${id} is nobody's`);
  return [...faultsOfBangumi(quiet), ...missing, ...kept, ...unknown];
}
