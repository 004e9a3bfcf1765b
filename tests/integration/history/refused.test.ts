import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../../../src/simulators/server/fault-control.js';
import { movableClock } from '../../support/movable-clock.js';
import { anAnime } from '../../support/scenario-builders.js';
import { withPeople, type Person } from '../../support/with-people.js';

const series = anAnime(1);
const other = anAnime(2);
const clock = movableClock();

const says = (status: number, title: string): Fault => ({
  kind: 'status',
  status,
  body: { title, description: 'a reason', request_id: '1' },
});

describe('what Bangumi refuses again and again', () => {
  const world = withPeople({ titles: [series, other], clock });

  const refuse = (fault: Fault): { readonly remove: () => void } => {
    const path = new RegExp(`/collections/${series.subjectId}`);
    return world().bangumi.faults.add({ match: { method: 'POST', path }, fault });
  };

  /** Hours until the one refused play is looked at again. */
  const waits = async ({ userId }: Person): Promise<number> => {
    const where = { userId, state: 'parked', reason: 'refused' };
    const { dueAt } = await world().watchflow.db.play.findFirstOrThrow({ where });
    return Math.round(((dueAt?.getTime() ?? 0) - clock.now().getTime()) / 3_600_000);
  };

  it.each([
    ['a write that is refused', says(400, 'Bad Request'), [1, 2, 4, 8, 16, 24]],
    ['a locked subject', says(404, 'Not Found'), [24, 48, 96]],
  ] as const)(
    'waits ever longer after %s, and is shown with its reason',
    async (_what, fault, hours) => {
      const ann = await world().someone();
      const [play = ''] = ann.watch(series);
      ann.watch(other);
      const refused = refuse(fault);
      for (const pause of hours) {
        const run = await ann.sync();
        expect(run).toMatchObject({
          status: 'incomplete',
          certificate: { complete: true, parkedReasons: { refused: 1 }, plays: { proven: 1 } },
        });
        expect(run.advice).toContain('1 plays are refused by Bangumi');
        expect((await ann.plays())[play]).toMatchObject({ state: 'parked', reason: 'refused' });
        expect(await waits(ann)).toBe(pause);
        // Not before its time: one request says that nothing is to be done.
        expect(await ann.sync()).toMatchObject({ status: 'unchanged' });
        clock.moveOn(pause + 0.1);
      }
      refused.remove();
      expect(await ann.sync()).toMatchObject({ status: 'success', advice: null });
      expect((await ann.plays())[play]).toMatchObject({ state: 'proven' });
      const { refusals } = await world().watchflow.db.play.findFirstOrThrow({
        where: { userId: ann.userId, sourceRef: play },
      });
      expect(refusals).toBe(0);
    },
  );

  it('is tried at once by a full run, and does not spoil a run that did not try it', async () => {
    const ann = await world().someone();
    ann.watch(series);
    const refused = refuse(says(400, 'Bad Request'));
    expect(await ann.sync()).toMatchObject({ status: 'incomplete' });
    ann.watch(other);
    const beside = await ann.sync();
    expect(beside).toMatchObject({ status: 'success', certificate: { plays: { proven: 1 } } });
    expect(beside.advice).toContain('a full run tries at once');
    expect(await ann.sync('full')).toMatchObject({ status: 'incomplete' });
    expect(await waits(ann)).toBe(2);
    refused.remove();
    expect(await ann.sync('full')).toMatchObject({
      status: 'success',
      certificate: { plays: { proven: 2 } },
    });
  });
});
