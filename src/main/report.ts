import type { SyncRunView } from '../areas/history/index.js';
import type { Watchflow } from './compose/compose.js';

/** What a finished run prints with `--json`; sizes in MiB, times in ms. */
export interface RunReport {
  readonly status: string;
  readonly plays: Record<
    | 'promised'
    | 'stored'
    | 'seen'
    | 'planned'
    | 'sent'
    | 'proven'
    | 'parked'
    | 'excluded'
    | 'removed',
    number
  >;
  readonly parkedReasons: Readonly<Record<string, number>>;
  readonly excludedReasons: Readonly<Record<string, number>>;
  readonly complete: boolean;
  readonly differences: readonly string[];
  readonly advice: string | null;
  readonly subjects: number;
  readonly requests: SyncRunView['requests'];
  readonly wallMs: number;
  readonly rss: {
    readonly node: number;
    readonly postgres: number | null;
    readonly temporal: number | null;
  };
  readonly temporal: { readonly address: string; readonly ui: string | null };
  readonly runId: string;
  readonly workflowId: string;
}

const mebibyte = 1024 * 1024;

export async function reportOf(
  { runtime, temporal }: Watchflow,
  run: SyncRunView,
): Promise<RunReport> {
  const { certificate } = run;
  if (certificate === null) throw new Error(`Run ${run.id} has no certificate: it has not ended.`);
  const { plays, parkedReasons, excludedReasons, complete, differences, subjects } = certificate;
  const { postgres, temporal: server } = await runtime.rss();
  return {
    status: run.status,
    plays,
    parkedReasons,
    excludedReasons,
    complete,
    differences,
    advice: run.advice,
    subjects,
    requests: run.requests,
    wallMs: run.endedAt === null ? 0 : run.endedAt.getTime() - run.startedAt.getTime(),
    rss: { node: Math.round(process.memoryUsage().rss / mebibyte), postgres, temporal: server },
    temporal: { address: temporal.address, ui: runtime.temporal.uiUrl ?? null },
    runId: run.id,
    workflowId: run.workflowId,
  };
}

/** The report for people. */
export function renderReport(report: RunReport): string {
  const { plays, requests } = report;
  const reasons = (of: Readonly<Record<string, number>>): string => {
    const named = Object.entries(of).map(([reason, count]) => `${reason} ${count}`);
    return named.length === 0 ? '' : `  (${named.join(', ')})`;
  };
  const lines = [
    `Run ${report.runId}: ${report.status}, ${(report.wallMs / 1000).toFixed(1)} s`,
    `  plays promised by Trakt   ${plays.promised}`,
    `  plays in the ledger       ${plays.stored}`,
    `    proven on Bangumi       ${plays.proven}`,
    `    parked                  ${plays.parked}${reasons(report.parkedReasons)}`,
    `    excluded                ${plays.excluded}${reasons(report.excludedReasons)}`,
    `    removed at the source   ${plays.removed}`,
    `    on the way              ${plays.seen + plays.planned + plays.sent}`,
    `  subjects touched          ${report.subjects}`,
    `  requests                  Trakt ${requests.trakt}, Bangumi ${requests.bangumi}`,
    `  certificate               ${report.complete ? 'complete: every play is accounted for' : report.differences.join(' ')}`,
  ];
  if (report.advice !== null) lines.push(`  ${report.advice}`);
  return lines.join('\n');
}
