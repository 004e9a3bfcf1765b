import { beforeAll, describe, expect, it } from '@jest/globals';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { aPuzzle, mappedTo, withReview } from '../../support/review-world.js';
import { anAnime } from '../../support/scenario-builders.js';
import { explainAt } from './explain-at.js';

const puzzle = aPuzzle(1);
const series = anAnime(20);
const rival = anAnime(21);
const world = withReview([puzzle, puzzle.second, series, rival]);
const question = `show-${puzzle.traktId}-season-1`;
const season = { media_type: 'show', trakt_id: puzzle.traktId, season: 1 };
const mapped = { ...season, action: 'map', subject_id: puzzle.subjectId };

type Watcher = Awaited<ReturnType<ReturnType<typeof world>['watcher']>>;
let address = '';
beforeAll(async () => {
  address = await serveApi(world().watchflow);
});

/** The last decision about the play somebody watched first, in a language. */
async function decidedOf(person: Watcher, lang = 'en') {
  const asking = await explainAt(address, world(), person);
  const { chain } = await asking.explainRef(person.watched[0] ?? '', `?lang=${lang}`);
  const decided = chain.flatMap((step) => (step.step === 'decided' ? [step] : []));
  const last = decided.at(-1);
  if (last === undefined) throw new Error('Nothing was decided.');
  return last;
}

describe('a play that a mapping decided', () => {
  it('is explained by it: whose it is, what it is about, says and notes, and when it was made', async () => {
    const ann = await world().watcher(puzzle, 2);
    const wish = { choice: 'map', subject_id: puzzle.subjectId, note: 'seen on disc' };
    const { mappings } = await ann.settle(question, wish);
    const [mapping] = mappings;
    expect(await decidedOf(ann)).toMatchObject({
      actor: 'person',
      data: {
        decision: null,
        again: false,
        subject_id: puzzle.subjectId,
        episode_id: puzzle.row(1),
        mapping: {
          id: mapping?.id,
          standing: 'as-it-was',
          mapping: { shared: false, season: 1, note: 'seen on disc', origin: 'review' },
        },
      },
      words: expect.stringMatching(
        new RegExp(
          `^Decided without matching, by your mapping of season 1 to subject ${puzzle.subjectId} \\(made at .* UTC; noted: “seen on disc”\\): it is episode `,
        ),
      ),
    });
    expect((await decidedOf(ann, 'zh-CN')).words).toMatch(
      new RegExp(
        `^未经自动匹配，由您的指定（第 1 季）：条目 ${puzzle.subjectId}（创建于 .* UTC；备注：“seen on disc”）决定：对应`,
      ),
    );
    // The review says the same of it.
    const shown = await ann.call('get', `/matches/${question}?lang=zh-CN`);
    expect(JSON.stringify(shown.data)).toContain(`具体依据：您的指定（第 1 季）：条目`);
  });

  it('is explained honestly once the mapping was changed or is gone, and where it was shared', async () => {
    const ann = await world().watcher(puzzle, 2);
    await world().makeAdmin(ann);
    const made = await ann.call('post', '/mappings', { ...mapped, shared: true });
    const path = String(made.headers['location']).replace('/api/v1', '');
    const id = path.split('/').at(-1) ?? '';
    await ann.sync();
    expect(await decidedOf(ann)).toMatchObject({
      data: { mapping: { id, standing: 'as-it-was', mapping: { shared: true } } },
      words: expect.stringContaining('by a mapping shared by everybody, of season 1 to subject'),
    });
    await ann.call('put', path, { ...season, action: 'ignore' });
    expect(await decidedOf(ann)).toMatchObject({
      data: { mapping: { id, standing: 'changed-since', mapping: { action: 'ignore' } } },
      words: expect.stringMatching(
        /by a mapping that was changed afterwards: it is episode .* not on record; now it is a mapping .* to be left out \(made at .*; changed at .*\)\.$/,
      ),
    });
    await ann.call('delete', path);
    expect(await decidedOf(ann)).toMatchObject({
      data: { mapping: { id, standing: 'gone', mapping: null } },
      words: expect.stringContaining(`by mapping ${id}, which is not there any more`),
    });
    expect((await decidedOf(ann, 'zh-CN')).words).toContain(`由指定 ${id} 决定，它已不存在`);
    // What was put aside by it and is matched anew is not put down to it.
    const bob = await world().watcher(puzzle, 1);
    await bob.settle(question, { choice: 'ignore' });
    expect(await decidedOf(bob)).toMatchObject({ data: { mapping: { standing: 'as-it-was' } } });
    await bob.settle(question, { choice: 'automatic' });
    expect(await decidedOf(bob)).toMatchObject({
      actor: 'matching',
      data: { mapping: null, decision: { kind: 'parked', reason: 'unmatched' } },
    });
  });
});

describe('a play that matching decided', () => {
  it('is explained with what it could be, and what it was before', async () => {
    const ann = await world().watcher(series, 1);
    ann.watch(rival);
    await ann.sync();
    const maps = [series, rival].map(({ mapping }) => mapping ?? {});
    await world().changeMap([mappedTo(series, rival.subjectId), mappedTo(rival, series.subjectId)]);
    const bob = await world().watcher(series, 1);
    const decided = await decidedOf(bob);
    expect(decided).toMatchObject({
      data: {
        mapping: null,
        decision: {
          reason: 'changed',
          previous: { subject_id: series.subjectId, episode_id: series.row(1) },
          candidates: [
            { subject_id: series.subjectId, episode_id: series.row(1) },
            {
              subject_id: rival.subjectId,
              episode_id: rival.row(1),
              evidence: expect.arrayContaining([expect.objectContaining({ signal: 'id-map' })]),
            },
          ],
        },
      },
      words: expect.stringMatching(
        new RegExp(
          `Candidates: episode ${series.row(1)} of subject ${series.subjectId} \\(it was matched .*; episode ${rival.row(1)} of subject ${rival.subjectId} \\(bangumi-data puts`,
        ),
      ),
    });
    const chinese = (await decidedOf(bob, 'zh-CN')).words;
    expect(chinese).toContain(`匹配到条目 ${series.subjectId} 的章节 ${series.row(1)}`);
    expect(chinese).toContain(`现在一切都表明是条目 ${rival.subjectId} 的章节 ${rival.row(1)}`);
    expect(chinese).toContain(`候选：条目 ${series.subjectId} 的章节`);

    // Replaced, it is told with its candidates all the same.
    await world().changeMap(maps);
    await bob.sync();
    const asking = await explainAt(address, world(), bob);
    const { chain } = await asking.explainRef(bob.watched[0] ?? '');
    const [first] = chain.flatMap((step) => (step.step === 'decided' ? [step.data] : []));
    expect(first).toMatchObject({
      decision: { reason: 'changed', candidates: [{}, {}], previous: {} },
    });
    expect(await bob.states()).toEqual(['proven']);
  });
});
