import type { Database } from '../../../src/platform/database/index.js';
import { calmly, driveRun } from './drive-run.js';
import { expectedOf, expectedStates, givenFor, isExplained, isOn } from './expectation.js';
import { openWorld, type World } from './open-world.js';
import { createPerson, type Person } from './person.js';
import type { Story, TroubledRun } from './story.js';
import { titles } from './titles.js';

/** What was found wrong, in words; empty when all is as it has to be. */
type Faults = readonly string[];

/** Lets a story happen, and looks after each troubled run and at each quiet point. Answers the first faults found. */
export async function tellStory(db: Database, story: Story): Promise<Faults> {
  const world = await openWorld(db);
  const person = createPerson(world);
  giveBangumi(world, story);
  const telling = { world, person, story };
  try {
    for (const chapter of story.chapters) {
      for (const change of chapter.before) person.apply(change);
      for (const run of chapter.runs) {
        await troubledRun(telling, run);
        const faults = await faultsAnytime(telling);
        if (faults.length > 0) return faults.map((fault) => `amid trouble: ${fault}`);
      }
      const hidden = person.removed.size > 0 && chapter.runs.some(({ clamp }) => clamp !== null);
      const faults = await settle(telling, hidden ? 'full' : 'normal');
      if (faults.length > 0) return faults;
    }
    return [];
  } finally {
    await world.close();
  }
}

interface Telling {
  readonly world: World;
  readonly person: Person;
  readonly story: Story;
}

function giveBangumi({ bangumi }: World, { given }: Story): void {
  for (const { title: index, type, marks } of given) {
    const title = titles[index];
    if (title === undefined) throw new Error(`no title ${index}`);
    bangumi.setCollection(title.subjectId, { type });
    for (const { number, type: mark } of marks) {
      const row = number < title.episodes ? title.rowOf(number + 1) : null;
      if (row !== null) bangumi.setMark(row, mark);
    }
  }
}

async function troubledRun({ world, person }: Telling, run: TroubledRun): Promise<void> {
  const { trakt, bangumi, points } = world;
  if (run.clamp !== null) {
    const match = { path: '/sync/history' };
    trakt.faults.add({ match, fault: { kind: 'clamp-page', limit: run.clamp } });
  }
  for (const { service, method, ...rest } of run.troubles) {
    const { faults } = service === 'trakt' ? trakt : bangumi;
    faults.add({ match: { method }, ...rest });
  }
  let begun = 0;
  points.onStep(() => {
    begun += 1;
    for (const { step, change } of run.meanwhile) if (step === begun) person.apply(change);
  });
  await driveRun(world, run);
  points.onStep(() => undefined);
  trakt.faults.clear();
  bangumi.faults.clear();
}

/** What must hold whenever nothing is under way. */
async function faultsAnytime({ world, story }: Telling): Promise<Faults> {
  const { bangumi, history, userId, surprises } = world;
  const state = bangumi.finalState();
  const proven = (await history.standings(userId)).filter((play) => play.state === 'proven');
  const unshown = proven.filter(({ subjectId, episodeId }) =>
    episodeId === null
      ? state.collections[subjectId ?? 0]?.type !== 2
      : state.episodes[subjectId ?? 0]?.[episodeId] !== 2,
  );
  const writes = bangumi.writes();
  // A simulator holds what it never answers until it hears that the client is gone; here the next attempt can be sooner.
  const overlaps = hasTimeOut(story) ? 0 : bangumi.overlappingWrites();
  return [
    ...unshown.map(({ sourceRef }) => `play ${sourceRef} is proven, but Bangumi does not show it`),
    ...twice(writes.flatMap(({ episodeIds }) => episodeIds)).map(
      (id) => `episode ${id} was written twice`,
    ),
    ...twice(
      writes.filter(({ episodeIds }) => episodeIds.length === 0).map(({ subjectId }) => subjectId),
    ).map((id) => `subject ${id} was collected twice`),
    ...(overlaps > 0 ? [`${overlaps} writes overlapped`] : []),
    ...surprises.map((error) => `surprise: ${String(error)}`),
    ...titles
      .filter((title) => !title.isMatched)
      .filter((title) => !isSame(isOn(state, title), givenFor(title, story.given)))
      .map(({ traktId }) => `title ${traktId} was touched`),
  ];
}

const hasTimeOut = ({ chapters }: Story): boolean =>
  chapters.some(({ runs }) =>
    runs.some(({ troubles }) => troubles.some(({ fault }) => fault.kind === 'time-out')),
  );

const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

const twice = (ids: readonly number[]): readonly number[] => [
  ...new Set(ids.filter((id, index) => ids.indexOf(id) !== index)),
];

/** Calm runs until nothing moves any more: what was read before the last changes is read once more. */
const runsToQuiet = 4;

async function settle(telling: Telling, mode: 'normal' | 'full'): Promise<Faults> {
  const { world } = telling;
  const { history, userId } = world;
  for (let count = 1; count <= runsToQuiet; count += 1) {
    const runId = (await driveRun(world, calmly(count === 1 ? mode : 'normal'))) ?? '';
    const run = await history.runs.find(userId, runId);
    if (run?.status === 'unchanged') {
      const certificate = run.certificate;
      const gaps = certificate?.differences ?? ['no certificate'];
      return [...gaps, ...(await faultsAtQuiet(telling)), ...(await faultsAnytime(telling))];
    }
  }
  return [`not quiet after ${runsToQuiet} runs`];
}

async function faultsAtQuiet({ world, person, story }: Telling): Promise<Faults> {
  const { history, userId, bangumi } = world;
  const state = bangumi.finalState();
  const plays = [...person.plays.values()];
  const onBangumi = titles.flatMap((title) => {
    const before = givenFor(title, story.given);
    const least = expectedOf(title, before, plays);
    const most = expectedOf(title, before, [...plays, ...person.removed.values()]);
    const found = isOn(state, title);
    if (isExplained(found, least, most)) return [];
    return [`title ${title.traktId} is ${JSON.stringify(found)}, not ${JSON.stringify(least)}`];
  });
  const expected = expectedStates(person, story.given);
  const standings = new Map(
    (await history.standings(userId)).map(({ sourceRef, state: at }) => [sourceRef, at]),
  );
  const unseen = (id: string): boolean => person.removed.has(id) && !standings.has(id);
  const ofPlays = Object.entries(expected)
    .filter(([id, at]) => standings.get(id) !== at && !unseen(id))
    .map(([id, at]) => `play ${id} is ${standings.get(id) ?? 'unknown'}, not ${at}`);
  const unknown = [...standings.keys()].filter((id) => !(id in expected));
  return [...onBangumi, ...ofPlays, ...unknown.map((id) => `play ${id} is nobody's`)];
}
