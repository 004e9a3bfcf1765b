import type { BangumiSimulator } from '../../src/simulators/index.js';
import type { BenchPerson } from '../bench/world.js';
import type { ApiStatus } from './ask-api.js';
import type { LedgerRow } from './ledger.js';

export interface Verdict {
  /** Plays that are proven in the ledger and marked on Bangumi. */
  readonly proven: number;
  /** Plays that should be, and are not. */
  readonly lost: number;
  /** Subjects collected twice, and plays that are twice in the ledger. */
  readonly doubled: number;
  /** Writes of an episode beyond its first. */
  readonly needlessWrites: number;
  /** What is wrong, in words; empty when the round is passed. */
  readonly faults: readonly string[];
}

export interface Evidence {
  readonly person: BenchPerson;
  readonly ledger: readonly LedgerRow[];
  readonly bangumi: Pick<BangumiSimulator, 'finalState' | 'writes'>;
  readonly status: ApiStatus;
}

type BangumiWrite = ReturnType<BangumiSimulator['writes']>[number];

const done = 2;

/** Compares what the person watched with the ledger, with what they have on Bangumi and with every write that arrived there. */
export function judge({ person, ledger, bangumi, status }: Evidence): Verdict {
  const wanted = person.seasons.flatMap(({ firstRow, watched }) =>
    Array.from({ length: watched }, (_, index) => firstRow + index),
  );
  const marks = new Map(
    Object.values(bangumi.finalState(person.name).episodes).flatMap((episodes) =>
      Object.entries(episodes).map(([id, mark]) => [Number(id), mark] as const),
    ),
  );
  const provenInLedger = new Set(
    ledger.filter(({ state }) => state === 'proven').map(({ episodeId }) => episodeId),
  );
  const proven = wanted.filter((id) => marks.get(id) === done && provenInLedger.has(id)).length;
  const strangers = [...marks.keys()].filter((id) => !wanted.includes(id));
  const writes = bangumi.writes().filter(({ username }) => username === person.name);
  const perEpisode = countsOf(writes.flatMap(({ episodeIds }) => episodeIds));
  const twiceCollected = above(1, countsOf(writes.filter(isCollecting).map(subjectOf)));
  const twiceInLedger = above(1, countsOf(ledger.map(({ item }) => item)));
  const lost = wanted.length - proven;
  return {
    proven,
    lost,
    doubled: twiceCollected.length + twiceInLedger.length,
    needlessWrites: [...perEpisode.values()].reduce((sum, times) => sum + times - 1, 0),
    faults: [
      ...(lost === 0 ? [] : [`${lost} plays are not proven and marked (${statesOf(ledger)})`]),
      ...tell('subjects collected more than once', twiceCollected),
      ...tell('plays in the ledger more than once', twiceInLedger),
      ...tell('episodes written more than twice', above(2, perEpisode)),
      ...tell('episodes marked that nobody watched', strangers),
      ...faultsOfRun(status),
    ],
  };
}

const tell = (what: string, which: readonly (number | string)[]): string[] =>
  which.length === 0 ? [] : [`${which.length} ${what} (${which.slice(0, 3).join(', ')} …)`];

function faultsOfRun({ run }: ApiStatus): string[] {
  if (run === null) return ['the API knows of no run'];
  const { status, certificate } = run;
  return [
    ...(status === 'success' ? [] : [`the run ended as ${status}`]),
    ...(certificate?.complete === true
      ? []
      : [`the certificate is not complete: ${certificate?.differences.join(' ') ?? 'none'}`]),
  ];
}

const isCollecting = ({ episodeIds }: BangumiWrite): boolean => episodeIds.length === 0;
const subjectOf = ({ subjectId }: BangumiWrite): number => subjectId;

function countsOf<T>(items: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

const above = <T>(most: number, counts: ReadonlyMap<T, number>): T[] =>
  [...counts].filter(([, times]) => times > most).map(([item]) => item);

const statesOf = (ledger: readonly LedgerRow[]): string =>
  [...countsOf(ledger.map(({ state }) => state))]
    .map(([state, count]) => `${count} ${state}`)
    .join(', ');
