import type { Faults } from './at-quiet.js';
import type { Change } from './change.js';
import { calmly, driveRun } from './drive-run.js';
import type { World } from './open-world.js';
import type { Person } from './person.js';

type Shown = ReturnType<World['bangumi']['finalState']>;

/** Changes, a run, its undo, a run that finds nothing to do, and the undo of the undo: each leaves what the one before it found. */
export async function tellEnding(
  world: World,
  person: Person,
  changes: readonly Change[],
): Promise<Faults> {
  const { bangumi } = world;
  for (const change of changes) person.apply(change);
  await world.answered();
  const before = bangumi.finalState();
  const run = await calmRun(world);
  const after = bangumi.finalState();
  const undo = await undoOf(world, run);
  const undone = faultsOf('undone', bangumi.finalState(), asBefore(before, after));
  const written = bangumi.writes().length;
  await calmRun(world);
  const more = bangumi.writes().length - written;
  const again = more === 0 ? [] : [`${more} writes of what was undone`];
  await undoOf(world, undo);
  const redone = faultsOf('done again', bangumi.finalState(), after);
  return [...undone, ...again, ...redone].map((fault) => `in the end: ${fault}`);
}

const calmRun = async (world: World): Promise<string> =>
  (await driveRun(world, calmly('normal'))) ?? '';

const undoOf = async (world: World, runId: string): Promise<string> =>
  (await driveRun(world, calmly('undo', world.runIds.indexOf(runId)))) ?? '';

/** What a run collected stays collected, without a rate. */
function asBefore(before: Shown, after: Shown): Pick<Shown, 'collections' | 'episodes'> {
  const made = Object.entries(after.collections)
    .filter(([subjectId]) => !(subjectId in before.collections))
    .map(([subjectId, collection]) => [subjectId, { ...collection, rate: 0 }] as const);
  return {
    collections: { ...before.collections, ...Object.fromEntries(made) },
    episodes: before.episodes,
  };
}

function faultsOf(
  what: string,
  found: Shown,
  wanted: Pick<Shown, 'collections' | 'episodes'>,
): Faults {
  const subjectIds = new Set(
    [found, wanted].flatMap(({ collections, episodes }) => [
      ...Object.keys(collections),
      ...Object.keys(episodes),
    ]),
  );
  const of = (shown: typeof wanted, subjectId: string): string =>
    JSON.stringify([shown.collections[subjectId] ?? null, shown.episodes[subjectId] ?? {}]);
  return [...subjectIds]
    .filter((subjectId) => of(found, subjectId) !== of(wanted, subjectId))
    .map((id) => `subject ${id} ${what} is ${of(found, id)}, not ${of(wanted, id)}`);
}
