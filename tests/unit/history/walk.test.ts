import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stepWalk, type PageSeen, type Walk } from '../../../src/areas/history/reading/walk.js';

const walk = (change: Partial<Walk> = {}): Walk => ({
  extent: 'whole',
  nextPage: 1,
  pageSize: 250,
  pass: 1,
  itemCount: null,
  ...change,
});

const page = (change: Partial<PageSeen> = {}): PageSeen => ({
  rows: 250,
  known: 0,
  limit: 250,
  pageCount: 3,
  itemCount: 600,
  distinct: 250,
  ledger: { active: 0, added: 250 },
  ...change,
});

describe('the walk through a paged history', () => {
  it('goes to the next page while there is one', () => {
    expect(stepWalk(walk(), page())).toEqual({ kind: 'next', nextPage: 2, pageSize: 250 });
  });

  it('is complete at the last page when as many different rows came as were told', () => {
    const last = page({ rows: 100, distinct: 600 });
    expect(stepWalk(walk({ nextPage: 3, itemCount: 600 }), last)).toEqual({
      kind: 'complete',
      coversAll: true,
    });
  });

  it('begins again when a row is missing at the end', () => {
    const last = page({ rows: 99, distinct: 599 });
    expect(stepWalk(walk({ nextPage: 3, itemCount: 600 }), last).kind).toBe('again');
  });

  it('begins again when the total moved, even if the rows add up', () => {
    const last = page({ rows: 99, itemCount: 599, distinct: 599 });
    expect(stepWalk(walk({ nextPage: 3, itemCount: 600 }), last)).toMatchObject({
      kind: 'again',
      why: 'the total changed from 600 to 599',
    });
  });

  it('goes on with the page size that the source applied', () => {
    expect(stepWalk(walk(), page({ limit: 100, pageCount: 6, rows: 100 }))).toEqual({
      kind: 'next',
      nextPage: 2,
      pageSize: 100,
    });
  });

  it('begins again when the page size changes on the way', () => {
    const step = stepWalk(walk({ nextPage: 2, itemCount: 600 }), page({ limit: 100 }));
    expect(step).toMatchObject({ kind: 'again', pageSize: 100 });
  });

  it('stops early where new rows and the ledger add up', () => {
    const first = page({ known: 249, distinct: 250, ledger: { active: 599, added: 1 } });
    expect(stepWalk(walk({ extent: 'recent' }), first)).toEqual({
      kind: 'complete',
      coversAll: false,
    });
  });

  it('does not stop early before it met a known row', () => {
    const first = page({ known: 0, ledger: { active: 350, added: 250 } });
    expect(stepWalk(walk({ extent: 'recent' }), first).kind).toBe('next');
  });

  it('walks on when something between is unexplained', () => {
    const first = page({ known: 250, ledger: { active: 599, added: 0 } });
    expect(stepWalk(walk({ extent: 'recent' }), first).kind).toBe('next');
  });

  it('finds an empty account complete', () => {
    const empty = page({ rows: 0, pageCount: 0, itemCount: 0, distinct: 0 });
    expect(stepWalk(walk(), empty)).toEqual({ kind: 'complete', coversAll: true });
  });

  it('never calls a whole walk complete unless the rows of the pass are the total', () => {
    fc.assert(
      fc.property(
        fc.record({
          rows: fc.nat(250),
          pageCount: fc.nat(5),
          itemCount: fc.nat(20),
          distinct: fc.nat(20),
        }),
        fc.integer({ min: 1, max: 6 }),
        (seen, nextPage) => {
          const step = stepWalk(walk({ nextPage }), page(seen));
          return step.kind !== 'complete' || seen.distinct === seen.itemCount;
        },
      ),
    );
  });
});
