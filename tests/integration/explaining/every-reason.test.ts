import { beforeAll, describe, expect, it } from '@jest/globals';
import { exclusionReasons, parkReasons, playStates } from '../../../src/areas/history/index.js';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { anAnime } from '../../support/scenario-builders.js';
import { withPeople } from '../../support/with-people.js';
import { explainAt, storyOf } from './explain-at.js';

const series = anAnime(1);

/** A sentence at least, and nothing in it that was to be filled in, is English in Chinese, or is for a browser. */
const english = /^[A-Z][^{}<>]{10,}\.$/s;
const chinese = /^[^{}<>]*\p{Script=Han}[^{}<>]*。$/su;

describe('every way a play can stand', () => {
  const world = withPeople({ titles: [series] });
  let ask: Awaited<ReturnType<typeof explainAt>>;
  let playId = '';
  let userId = '';
  beforeAll(async () => {
    const { watchflow, someone } = world();
    const ann = await someone();
    ({ userId } = ann);
    ann.watch(series);
    await ann.sync();
    ask = await explainAt(await serveApi(watchflow), world(), ann);
    playId = (await ask.list()).items[0]?.id ?? '';
  });

  const move = (state: string, reason: string | null) =>
    world().watchflow.db.$executeRaw`UPDATE plays SET state = ${state}, reason = ${reason},
      due_at = ${state === 'parked' ? new Date('2100-01-01T00:00:00Z') : null}::timestamptz WHERE user_id = ${userId}`;

  it.each([
    ...playStates
      .filter((state) => state !== 'parked' && state !== 'excluded')
      .map((state) => [state, null] as const),
    ...parkReasons.map((reason) => ['parked', reason] as const),
    ...exclusionReasons.map((reason) => ['excluded', reason] as const),
  ])('%s %s has words and advice in both languages', async (state, reason) => {
    await move('seen', null);
    await move(state, reason);
    for (const [lang, form] of [
      ['en', english],
      ['zh-CN', chinese],
    ] as const) {
      const { now, chain, play } = await ask.explain(playId, `?lang=${lang}`);
      expect(now).toMatchObject({ state, reason, until: play.due_at });
      expect(now.words).toMatch(form);
      expect(now.advice).toMatch(form);
      for (const { words } of chain) expect(words).toMatch(form);
      const moved = chain.findLast(({ step }) => step === 'moved');
      expect(moved).toMatchObject({ data: { state, reason } });
    }
  });

  it('says what no mapping and no decision on record explains', async () => {
    await move('seen', null);
    await world().watchflow.db
      .$executeRaw`UPDATE plays SET state = 'planned', subject_id = 4711, episode_id = NULL
      WHERE user_id = ${userId}`;
    const { chain } = await ask.explain(playId);
    expect(chain.at(-2)).toMatchObject({
      step: 'decided',
      actor: 'person',
      data: { decision: null },
    });
    expect(chain.at(-2)?.words).toContain('it is Bangumi’s subject 4711 as a whole');
  });

  it('says where records begin, for plays older than they are', async () => {
    const { db } = world().watchflow;
    await db.playEvent.deleteMany();
    await db.$executeRaw`ALTER TABLE plays DISABLE TRIGGER plays_tell_events`;
    await db.$executeRaw`UPDATE plays SET state = 'proven', subject_id = ${series.subjectId}, episode_id = ${series.row(1)}`;
    await db.$executeRaw`ALTER TABLE plays ENABLE TRIGGER plays_tell_events`;
    expect(storyOf(await ask.explain(playId))).toEqual(['observed', 'unrecorded', 'read-back']);
  });
});
