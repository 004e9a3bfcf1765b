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
  ledger: { active: 0, added: 250, changed: 0 },
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
    const first = page({
      known: 249,
      distinct: 250,
      ledger: { active: 599, added: 1, changed: 0 },
    });
    expect(stepWalk(walk({ extent: 'recent' }), first)).toEqual({
      kind: 'complete',
      coversAll: false,
    });
  });

  it('does not stop early before it met a known row', () => {
    const first = page({ known: 0, ledger: { active: 350, added: 250, changed: 0 } });
    expect(stepWalk(walk({ extent: 'recent' }), first).kind).toBe('next');
  });

  it('walks on when something between is unexplained', () => {
    const first = page({ known: 250, ledger: { active: 599, added: 0, changed: 0 } });
    expect(stepWalk(walk({ extent: 'recent' }), first).kind).toBe('next');
  });

  it('has everything compared where that is less than the pages left', () => {
    const far = { known: 250, pageCount: 40, itemCount: 10_000 };
    const isUnexplained = page({ ...far, ledger: { active: 9_999, added: 0, changed: 0 } });
    expect(stepWalk(walk({ extent: 'recent' }), isUnexplained)).toEqual({ kind: 'compare' });
  });

  it('has everything compared when nothing new says why the history moved', () => {
    const far = { known: 250, pageCount: 40, itemCount: 10_000 };
    const isAsBefore = page({ ...far, ledger: { active: 10_000, added: 0, changed: 0 } });
    expect(stepWalk(walk({ extent: 'recent' }), isAsBefore)).toEqual({ kind: 'compare' });
    const isEdited = page({ ...far, ledger: { active: 10_000, added: 0, changed: 1 } });
    expect(stepWalk(walk({ extent: 'recent' }), isEdited).kind).toBe('complete');
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

  it('never ends a pass in which the pages shifted at the same total, so that a row came twice and another not at all', () => {
    fc.assert(
      fc.property(
        fc.record({
          extent: fc.constantFrom<Walk['extent'][]>('whole', 'recent'),
          pageSize: fc.integer({ min: 1, max: 5 }),
          total: fc.integer({ min: 6, max: 30 }),
          removals: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
        }),
        (shifting) => {
          const { step, seen } = walkShifting(shifting);
          expect(new Set(seen).size).toBeLessThan(seen.length);
          expect(step.kind).toBe('again');
        },
      ),
    );
  });
});

interface Shifting {
  readonly extent: Walk['extent'];
  readonly pageSize: number;
  readonly total: number;
  /** After page one, two, …: a play comes at the top and one that was not read yet, chosen by this number, goes. */
  readonly removals: readonly number[];
}

/** A pass of somebody whom the ledger does not know yet; `seen` holds the rows as they came. */
function walkShifting({ extent, pageSize, total, removals }: Shifting) {
  let rows = Array.from({ length: total }, (_, index) => index);
  const seen: number[] = [];
  const pageCount = Math.ceil(total / pageSize);
  for (let nextPage = 1; ; nextPage += 1) {
    const end = nextPage * pageSize;
    const shown = rows.slice(end - pageSize, end);
    seen.push(...shown);
    const distinct = new Set(seen).size;
    const step = stepWalk(
      walk({ extent, nextPage, pageSize, itemCount: nextPage === 1 ? null : total }),
      page({
        rows: shown.length,
        limit: pageSize,
        pageCount,
        itemCount: total,
        distinct,
        ledger: { active: 0, added: distinct, changed: 0 },
      }),
    );
    if (step.kind !== 'next') return { step, seen };
    const removal = removals[nextPage - 1];
    if (removal === undefined) continue;
    const gone = end + (removal % (total - end));
    rows = [-nextPage, ...rows.filter((_, index) => index !== gone)];
  }
}
