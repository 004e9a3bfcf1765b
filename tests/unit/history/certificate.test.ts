import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { certify, type LedgerCounts } from '../../../src/areas/history/certificate.js';

const ledger = (
  promised: number | null,
  byState: Partial<LedgerCounts['byState']>,
  elsewhere = 0,
): LedgerCounts => ({
  promised,
  held:
    Object.values(byState).reduce((sum, plays) => sum + plays, 0) -
    (byState.removed ?? 0) -
    elsewhere,
  byState: {
    seen: 0,
    planned: 0,
    sent: 0,
    proven: 0,
    parked: 0,
    excluded: 0,
    removed: 0,
    ...byState,
  },
  parkedReasons: {},
  excludedReasons: {},
});

describe('the completeness certificate', () => {
  it('is complete when every promised play is accounted for', () => {
    const certificate = certify(ledger(10, { proven: 7, parked: 2, excluded: 1 }), 3);
    expect(certificate).toMatchObject({ complete: true, differences: [], subjects: 3 });
    expect(certificate.plays).toMatchObject({ promised: 10, stored: 10 });
  });

  it('does not count removed plays as promised, but keeps them stored', () => {
    const certificate = certify(ledger(9, { proven: 9, removed: 1 }), 0);
    expect(certificate.complete).toBe(true);
    expect(certificate.plays.stored).toBe(10);
  });

  it('asks Trakt for no play that an import told of, and wants it accounted for all the same', () => {
    expect(certify(ledger(4, { proven: 10 }, 6), 0)).toMatchObject({
      complete: true,
      plays: { promised: 4, stored: 10, elsewhere: 6 },
    });
    expect(certify(ledger(10, { proven: 10 }, 6), 0).differences).toEqual([
      'The source promised 10 plays, the ledger holds 4.',
    ]);
    expect(certify(ledger(4, { proven: 8, seen: 2 }, 6), 0).complete).toBe(false);
  });

  it('names a play that is missing', () => {
    expect(certify(ledger(10, { proven: 9 }), 0).differences).toEqual([
      'The source promised 10 plays, the ledger holds 9.',
    ]);
  });

  it('has a gap before the first complete read', () => {
    expect(certify(ledger(null, {}), 0).complete).toBe(false);
  });

  it('is complete exactly when the promise is held and nothing is on the way', () => {
    const states = fc.record({
      seen: fc.nat(3),
      planned: fc.nat(3),
      sent: fc.nat(3),
      proven: fc.nat(3),
      parked: fc.nat(3),
      excluded: fc.nat(3),
      removed: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.nat(20), states, (promised, byState) => {
        const { seen, planned, sent, proven, parked, excluded } = byState;
        const isWhole = seen + planned + sent === 0 && promised === proven + parked + excluded;
        expect(certify(ledger(promised, byState), 0).complete).toBe(isWhole);
      }),
    );
  });
});
