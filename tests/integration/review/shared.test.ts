import { describe, expect, it } from '@jest/globals';
import { historyWorkflowId } from '../../../src/workflows/contract.js';
import { eventually } from '../../support/eventually.js';
import { aPuzzle, withReview } from '../../support/review-world.js';
import { anAnime } from '../../support/scenario-builders.js';

const puzzle = aPuzzle(1);
const othersAsked = 2;
const world = withReview([puzzle, puzzle.second, anAnime(20)], { othersAsked });
const question = `show-${puzzle.traktId}-season-1`;

type Watcher = Awaited<ReturnType<ReturnType<typeof world>['watcher']>>;
const statesBecome = (person: Watcher, wanted: string) =>
  eventually(async () => {
    const states = await person.states();
    return states.every((state) => state === wanted) ? states : undefined;
  }, `plays that are ${wanted}`);
/** The run that Temporal knows last of the person: another as soon as a sync is asked for. */
const latestOf = async ({ userId }: Watcher) => {
  const { client } = world().watchflow.temporal;
  return (await client.workflow.getHandle(historyWorkflowId(userId)).describe()).runId;
};

describe('settling for everybody', () => {
  it('asks for as many syncs of others as it may, and leaves the rest in line for their due times', async () => {
    const { history, schedules } = world().watchflow;
    const admin = await world().watcher(puzzle, 2);
    await world().makeAdmin(admin);
    const others: Watcher[] = [];
    for (let each = 0; each < 5; each += 1) others.push(await world().watcher(puzzle, 2));
    // Switched off: neither asked, nor counted among those who are.
    const [paused, ...syncing] = others.toSorted((one, other) =>
      one.userId < other.userId ? -1 : 1,
    );
    if (paused === undefined) throw new Error('There are five.');
    await history.settings.change(paused.userId, { enabled: false });
    const before = new Map<Watcher, string>();
    for (const each of others) before.set(each, await latestOf(each));

    const choice = { choice: 'map', subject_id: puzzle.subjectId, shared: true };
    expect(await admin.settle(question, choice)).toMatchObject({ released: 2, people: 5 });

    const asked: Watcher[] = [];
    for (const each of others) if ((await latestOf(each)) !== before.get(each)) asked.push(each);
    expect(asked.map(({ userId }) => userId).toSorted()).toEqual(
      syncing.slice(0, othersAsked).map(({ userId }) => userId),
    );
    for (const each of asked) await statesBecome(each, 'proven');
    const rest = syncing.slice(othersAsked);
    for (const each of [paused, ...rest]) expect(await each.states()).toEqual(['seen', 'seen']);

    for (const each of rest) {
      await schedules.follow('history', each.userId);
      expect(await schedules.trigger('history', each.userId)).toBe('done');
      await statesBecome(each, 'proven');
      expect(each.onBangumi().episodes[puzzle.subjectId]).toEqual({
        [puzzle.row(1)]: 2,
        [puzzle.row(2)]: 2,
      });
    }
    expect(await paused.states()).toEqual(['seen', 'seen']);
    expect(await admin.states()).toEqual(['proven', 'proven']);
  });
});
