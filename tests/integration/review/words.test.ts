import { describe, expect, it } from '@jest/globals';
import { matchDetailSchema, matchPageSchema } from '../../../src/api/contract/matching/review.js';
import { aPuzzle, withReview } from '../../support/review-world.js';
import { anAnime } from '../../support/scenario-builders.js';
import { explainAt } from '../explaining/explain-at.js';

const puzzle = aPuzzle(1);
const world = withReview([puzzle, puzzle.second, anAnime(20)]);
const question = `show-${puzzle.traktId}-season-1`;

describe('the words of the review', () => {
  it('are those of the explanation, in the language that is asked for, else that of the account', async () => {
    const ann = await world().watcher(puzzle, 2);
    const reasonIn = async (query: string) => {
      const { data } = await ann.call('get', `/matches${query}`);
      return matchPageSchema.parse(data).items[0]?.reason ?? '';
    };
    const english = await reasonIn('?lang=en');
    expect(english).toMatch(
      /^It is set aside, for nothing on Bangumi fits it with certainty\. In detail: .*\.$/s,
    );
    const chinese = await reasonIn('?lang=zh-CN');
    expect(chinese).toMatch(
      /^暂时搁置，因为在 Bangumi 上没有能够确定的对应内容。具体依据：.*有 2 个条目以此为名.*。$/s,
    );
    const plays = await explainAt(world().address(), world(), ann);
    const [play] = (await plays.list()).items;
    for (const [lang, reason] of [
      ['en', english],
      ['zh-CN', chinese],
    ] as const) {
      const { now } = await plays.explain(play?.id ?? '', `?lang=${lang}`);
      expect(reason).toContain(now.words);
    }

    const spoken = async (headers: Readonly<Record<string, string>>) => {
      const call = await world().as(ann, headers);
      const { data, headers: answered } = await call('get', `/matches/${question}`);
      const [first] = matchDetailSchema.parse(data).items;
      return [answered['content-language'] as unknown, first?.decision?.words];
    };
    expect(await spoken({ 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' })).toEqual([
      'zh-CN',
      chinese,
    ]);
    expect(await spoken({ 'accept-language': 'fr' })).toEqual(['en', english]);
    const { db } = world().watchflow;
    await db.user.update({ where: { id: ann.userId }, data: { locale: 'zh-CN' } });
    expect(await spoken({ 'accept-language': 'fr' })).toEqual(['zh-CN', chinese]);
    expect(await spoken({ 'accept-language': 'en-GB' })).toEqual(['en', english]);
  });
});
