import { beforeAll, describe, expect, it } from '@jest/globals';
import { judge, readCaseWorlds } from '../../support/matching/case-worlds.js';
import type { CaseWorld } from '../../support/matching/case-worlds.js';

let worlds: readonly CaseWorld[];
beforeAll(async () => {
  worlds = await readCaseWorlds();
});

const verdicts = (among: readonly CaseWorld[]) =>
  among.map((world) => ({ name: world.name, verdict: judge(world, world).verdict }));

describe('cases of real titles', () => {
  it('are never wrong, under any numbering and with either id map', () => {
    const wrong = verdicts(worlds).filter(({ verdict }) => verdict === 'wrong');
    expect(wrong).toEqual([]);
  });

  it.each(['packaged', 'pool'])('are right in 95 of 100 at least, with the id map %s', (which) => {
    const own = verdicts(worlds).filter(({ name }) => name.endsWith(`(as given, ${which})`));
    const parked = own.filter(({ verdict }) => verdict === 'parked').map(({ name }) => name);
    expect(own).toHaveLength(403);
    expect(1 - parked.length / own.length).toBeGreaterThan(0.97);
  });

  it('without a right answer are parked or out of scope', () => {
    const none = worlds.filter(({ given }) => given.expected.match === 'none');
    expect(none.length).toBeGreaterThan(100);
    expect(verdicts(none).filter(({ verdict }) => verdict !== 'right')).toEqual([]);
  });
});
