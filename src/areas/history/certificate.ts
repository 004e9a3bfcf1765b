import type { Certificate, PlayState } from './run.js';

export interface LedgerCounts {
  /** Null when no complete read has ever told. */
  readonly promised: number | null;
  /** Of the source that promised them and still has them. */
  readonly held: number;
  readonly byState: Readonly<Record<PlayState, number>>;
  readonly parkedReasons: Readonly<Record<string, number>>;
  readonly excludedReasons: Readonly<Record<string, number>>;
}

/**
 * Adds up the ledger and names every difference. Removed plays are stored, but no longer promised; plays of other sources
 * never were, and only have to be accounted for.
 */
export function certify(
  ledger: LedgerCounts,
  subjects: number,
  carried?: Certificate['carried'],
): Certificate {
  const { byState, promised, held } = ledger;
  const stored = Object.values(byState).reduce((sum, plays) => sum + plays, 0);
  const differences = [
    ...readDifferences(promised, held),
    ...openDifferences(byState),
    ...carriedDifferences(carried),
  ];
  return {
    complete: differences.length === 0,
    plays: {
      promised: promised ?? 0,
      stored,
      elsewhere: stored - held - byState.removed,
      ...byState,
    },
    parkedReasons: { ...ledger.parkedReasons },
    excludedReasons: { ...ledger.excludedReasons },
    differences,
    subjects,
    ...(carried === undefined ? {} : { carried }),
  };
}

function readDifferences(promised: number | null, held: number): string[] {
  if (promised === null)
    return [
      'The history has not been read to its end yet, so nobody knows how many plays it holds.',
    ];
  if (promised === held) return [];
  return [`The source promised ${promised} plays, the ledger holds ${held}.`];
}

function openDifferences({ seen, planned, sent }: LedgerCounts['byState']): string[] {
  const said: [number, string][] = [
    [seen, 'are recorded, but not matched yet'],
    [planned, 'are matched, but not sent to Bangumi yet'],
    [sent, 'were sent to Bangumi, but not read back yet'],
  ];
  return said.filter(([plays]) => plays > 0).map(([plays, what]) => `${plays} plays ${what}.`);
}

/** What was decided and not written; what matching has not said yet. */
function carriedDifferences(carried: Certificate['carried']): string[] {
  const openOf = (counts: Readonly<Record<string, number>> = {}): number =>
    (counts['seen'] ?? 0) + (counts['planned'] ?? 0) + (counts['sent'] ?? 0);
  const said: [number, string][] = [
    [openOf(carried?.ratings), 'ratings are decided, but not proven on Bangumi yet'],
    [openOf(carried?.states), 'collection states are decided, but not proven on Bangumi yet'],
  ];
  return said.filter(([wishes]) => wishes > 0).map(([wishes, what]) => `${wishes} ${what}.`);
}
