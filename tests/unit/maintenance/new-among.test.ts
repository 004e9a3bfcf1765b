import { describe, expect, it } from '@jest/globals';
import { newAmong } from '../../../src/areas/maintenance/ledger-check.js';

const finding = (name: string, count: number) => ({ name, count, ids: [] });

describe('what is new among findings', () => {
  it('is what there was nothing of at the last look', () => {
    const findings = [finding('a', 0), finding('b', 1), finding('c', 3), finding('d', 2)];
    const before = { a: 4, b: 0, c: 1 };
    expect(newAmong(findings, before).map(({ name }) => name)).toEqual(['b', 'd']);
  });
});
