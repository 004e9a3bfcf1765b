import { beforeAll, describe, expect, it } from '@jest/globals';
import { en } from '../../../src/areas/history/wording/en.js';
import { sayEvidence } from '../../../src/areas/history/wording/say-evidence.js';
import { zhCn } from '../../../src/areas/history/wording/zh-cn.js';
import {
  evidenceSignals,
  type Decision,
  type Evidence,
} from '../../../src/areas/matching/index.js';
import { readCaseWorlds } from '../../support/matching/case-worlds.js';
import { decideIn } from '../../support/matching/decide.js';

const textsIn = (value: unknown, path = ''): [string, string][] => {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsIn(inner, `${path}/${name}`));
};
const own = (texts: object) =>
  new Map(textsIn({ ...texts, evidence: [], quoted: '' }).map(([path, text]) => [path, text]));
const named = (text = '') => [...new Set(text.match(/\{\w+\}/g))].toSorted();

describe('the words of explanations', () => {
  it('say the same facts in both languages', () => {
    const [english, chinese] = [own(en), own(zhCn)];
    expect([...chinese.keys()]).toEqual([...english.keys()]);
    for (const [path, text] of english) {
      expect([path, named(chinese.get(path))]).toEqual([path, named(text)]);
    }
  });

  it('quote evidence that has no words, with what it is about', () => {
    const evidence = [
      { signal: 'number', detail: 'number 3 within the subject' },
      { signal: 'title', detail: 'something new' },
      { signal: 'novel', detail: 'something else' },
    ];
    expect(sayEvidence(evidence, zhCn)).toBe(
      '在条目内为第 3 集；标题（“something new”）；novel（“something else”）',
    );
    expect(sayEvidence(evidence, en)).toBe(
      'number 3 within the subject; something new; something else',
    );
  });
});

const evidenceOf = (decision: Decision): readonly Evidence[] => [
  ...decision.evidence,
  ...(decision.kind === 'parked' ? decision.candidates.flatMap((each) => each.evidence) : []),
];

describe('what matching says of thousands of cases', () => {
  let evidence: readonly Evidence[] = [];
  beforeAll(async () => {
    const worlds = await readCaseWorlds();
    const decisions = worlds.map(({ item, ...world }) => decideIn(item, world).decision);
    evidence = decisions.flatMap(evidenceOf);
  }, 60_000);

  it('leans on known signals only', () => {
    const unknown = evidence.filter(({ signal }) => !evidenceSignals.some((one) => one === signal));
    expect(evidence.length).toBeGreaterThan(1000);
    expect(unknown).toEqual([]);
  });

  it('is said in Chinese, not quoted', () => {
    const quoted = evidence.filter((one) =>
      sayEvidence([one], zhCn).includes(`（“${one.detail}”）`),
    );
    expect(quoted).toEqual([]);
  });
});
