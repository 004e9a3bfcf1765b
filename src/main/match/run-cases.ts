import {
  createAnswerBook,
  createIdMap,
  decide,
  decideTogether,
  followMerges,
  loadIdMap,
  type IdMap,
} from '../../areas/matching/index.js';
import type { Logger } from '../../platform/lib/logger.js';
import { systemClock } from '../../platform/lib/clock.js';
import type { CaseFile, MatchingCase } from './case-file.js';
import { judgeCase, type Got, type Verdict } from './judge-case.js';
import { createMemoryAnswers } from './memory-answers.js';
import { toItem, toMapItems } from './pool.js';
import { access, openStage, requestsTo, type Stage } from './stage.js';

export interface CaseReport {
  readonly id: string;
  /** Set when the case was given under other numbers than its own. */
  readonly numbering?: string;
  readonly verdict: Verdict;
  readonly expected: MatchingCase['expected'];
  readonly got: Got;
  /** Why, one sentence per piece of evidence. */
  readonly reasons: readonly string[];
  /** To Bangumi. */
  readonly requests: number;
  readonly traktRequests: number;
}

type Count = Readonly<Record<Verdict | 'total', number>>;

/** What `watchflow match --json` prints. */
export interface MatchReport extends Count {
  readonly idMap: string;
  readonly byTag: Readonly<Record<string, Count>>;
  readonly cases: readonly CaseReport[];
  /** Bangumi requests of a case when nothing has been looked up before, on average, episode tables included. */
  readonly requestsPerCase: number;
  /** Those to Trakt, for what else a work is called. */
  readonly traktRequestsPerCase: number;
  /** The decision with its requests over loopback, on average. */
  readonly msPerCase: number;
  /** Reading and indexing the id map. */
  readonly loadMs: number;
  readonly rssMiB: number;
}

export interface RunCases {
  readonly file: CaseFile;
  /** `packaged`: the id map the product comes with; `pool`: the `tmdb_key`s of the pool. */
  readonly idMap: 'packaged' | 'pool';
  /** Also the `alternate_inputs`, as cases of their own. */
  readonly alternates: boolean;
  readonly log: Logger;
}

/** Runs every case against the engine, with the pool as Bangumi and their titles as Trakt behind HTTP. Each begins with nothing looked up. */
export async function runCases({ file, alternates, ...options }: RunCases): Promise<MatchReport> {
  const began = performance.now();
  const idMap = await openIdMap(file, options);
  const loadMs = performance.now() - began;
  const stage = await openStage(file, { idMap, log: options.log });
  try {
    const reports: CaseReport[] = [];
    const started = performance.now();
    for (const given of file.cases) {
      reports.push(await runCase(stage, given));
      if (!alternates) continue;
      for (const other of given.alternate_inputs) reports.push(await runCase(stage, given, other));
    }
    const msPerCase = (performance.now() - started) / reports.length;
    return toReport(file.cases, reports, { idMap, loadMs, msPerCase });
  } finally {
    await stage.close();
  }
}

const openIdMap = (
  file: CaseFile,
  { idMap, log }: Pick<RunCases, 'idMap' | 'log'>,
): Promise<IdMap> =>
  idMap === 'packaged'
    ? loadIdMap({ log })
    : Promise.resolve(createIdMap(toMapItems(file), 'pool'));

async function runCase(
  { file, idMap, simulators, clients }: Stage,
  given: MatchingCase,
  other?: MatchingCase['alternate_inputs'][number],
): Promise<CaseReport> {
  for (const simulator of Object.values(simulators)) simulator.resetCounts();
  const book = createAnswerBook({
    asking: {
      bangumi: { bangumi: clients.bangumi, access },
      trakt: { trakt: clients.trakt, access: () => Promise.resolve(access) },
    },
    store: createMemoryAnswers(),
    clock: systemClock,
  });
  const item = toItem(file, given, other);
  const deciding = decide(item, { idMap, facts: book.facts, liveAction: 'all' });
  const [made] = await decideTogether([deciding], (asks) =>
    book.lookUp(asks, Number.POSITIVE_INFINITY),
  );
  if (made === undefined) throw new Error(`Nothing was decided for ${given.id}.`);
  const decision = followMerges(made, book);
  const { verdict, got } = judgeCase(given, decision, book.facts);
  return {
    id: given.id,
    ...(other === undefined ? {} : { numbering: other.numbering }),
    verdict,
    expected: given.expected,
    got,
    reasons: decision.evidence.map(({ signal, detail }) => `${signal}: ${detail}`),
    requests: requestsTo(simulators.bangumi),
    traktRequests: requestsTo(simulators.trakt),
  };
}

function toReport(
  cases: readonly MatchingCase[],
  reports: readonly CaseReport[],
  { idMap, loadMs, msPerCase }: { idMap: IdMap; loadMs: number; msPerCase: number },
): MatchReport {
  const tags = new Map(cases.map(({ id, tags: own }) => [id, own]));
  const allTags = [...new Set(cases.flatMap(({ tags: own }) => own))].sort();
  const perCase = (count: (report: CaseReport) => number) =>
    rounded(reports.reduce((sum, each) => sum + count(each), 0) / reports.length);
  return {
    idMap: idMap.version,
    ...countOf(reports),
    byTag: Object.fromEntries(
      allTags.map((tag) => [
        tag,
        countOf(reports.filter(({ id }) => tags.get(id)?.includes(tag) === true)),
      ]),
    ),
    cases: reports,
    requestsPerCase: perCase(({ requests }) => requests),
    traktRequestsPerCase: perCase(({ traktRequests }) => traktRequests),
    msPerCase: rounded(msPerCase),
    loadMs: rounded(loadMs),
    rssMiB: rounded(process.memoryUsage.rss() / 1024 / 1024),
  };
}

function countOf(reports: readonly CaseReport[]): Count {
  const having = (verdict: Verdict) => reports.filter((each) => each.verdict === verdict).length;
  return {
    total: reports.length,
    right: having('right'),
    parked: having('parked'),
    wrong: having('wrong'),
  };
}

const rounded = (value: number) => Math.round(value * 100) / 100;
