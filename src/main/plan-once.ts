import { randomUUID } from 'node:crypto';
import type { PlannedRemoval, PlanReport, PlanSubject, PlanView } from '../areas/history/index.js';
import type { Page, PageWish } from '../platform/lib/page-cursor.js';
import { assertConnected } from './assert-connected.js';
import { awaitWorkflowEnd } from './await-workflow-end.js';
import { compose, type Watchflow } from './compose/compose.js';
import { prepareFirstUser } from './first-user.js';
import { pollToEnd } from './poll-to-end.js';
import { createProgressDisplay, type ProgressDisplay } from './show-progress.js';
import type { SyncOnceOptions } from './sync-once.js';

/** What `sync --dry-run --json` prints; times in ms. */
export interface PlanOutcomeReport {
  readonly status: PlanView['status'];
  readonly advice: string | null;
  readonly report: PlanReport | null;
  /** Subjects a sync would write to. */
  readonly subjects: readonly PlanSubject[];
  /** Plays that are gone, and what it would do about their marks. */
  readonly removals: readonly PlannedRemoval[];
  readonly requests: PlanView['requests'];
  readonly wallMs: number;
  readonly planId: string;
  readonly workflowId: string;
}

/** One dry run against the configured services, and what it found. */
export async function planOnce({
  mode,
  signal,
  ...options
}: SyncOnceOptions): Promise<PlanOutcomeReport> {
  const watchflow = await compose(options);
  try {
    const first = await prepareFirstUser(watchflow);
    assertConnected(first);
    const display = createProgressDisplay(process.stderr);
    const request = { requestId: randomUUID(), mode, trigger: 'cli' } as const;
    const { planId } = await watchflow.plans.request(first.userId, request);
    const plan = await follow(watchflow, { userId: first.userId, planId, display, signal });
    await awaitWorkflowEnd(watchflow, plan.workflowId);
    display.end();
    return await toReport(watchflow, plan);
  } finally {
    await watchflow.shutdown.run();
  }
}

interface Follow {
  readonly userId: string;
  readonly planId: string;
  readonly display: ProgressDisplay;
  readonly signal: AbortSignal;
}

async function follow(
  watchflow: Watchflow,
  { userId, planId, display, signal }: Follow,
): Promise<PlanView> {
  const { history, plans } = watchflow;
  let plan: PlanView | undefined;
  return pollToEnd(watchflow, {
    find: async () => {
      plan = await history.planning.find(userId, planId);
      return plan?.endedAt === null ? undefined : plan;
    },
    tell: async () => {
      const progress = plan === undefined ? undefined : await plans.progress(plan);
      if (progress !== undefined) display.update(progress);
    },
    signal,
  });
}

const largestPage = 500;

async function toReport({ history }: Watchflow, plan: PlanView): Promise<PlanOutcomeReport> {
  const { planning } = history;
  const subjects = await allOf((page) => planning.subjects(plan.id, page));
  return {
    status: plan.status,
    advice: plan.advice,
    report: plan.report,
    subjects: subjects.filter(isTouched),
    removals: await allOf((page) => planning.removals(plan.id, page)),
    requests: plan.requests,
    wallMs: plan.endedAt === null ? 0 : plan.endedAt.getTime() - plan.startedAt.getTime(),
    planId: plan.id,
    workflowId: plan.workflowId,
  };
}

async function allOf<T>(read: (page: PageWish) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read({ limit: largestPage, cursor });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

const isTouched = ({ collection, episodes }: PlanSubject): boolean =>
  collection !== 'keep' || episodes > 0;

/** What was found, for people. */
export function renderPlan(plan: PlanOutcomeReport): string {
  const { report, requests } = plan;
  const head = `Dry run ${plan.planId}: ${plan.status}, ${(plan.wallMs / 1000).toFixed(1)} s; nothing was written`;
  const advice = plan.advice === null ? [] : [`  ${plan.advice}`];
  if (report === null) return [head, ...advice].join('\n');
  const { plays, subjects } = report;
  const lines = [
    head,
    `  plays a sync would move   ${plays.lookedAt}`,
    `    to be marked            ${plays.mark}`,
    `    watched there already   ${plays.doneAlready}`,
    `    left as you marked them ${plays.keptByUser}`,
    `    to be parked            ${plays.parked + plays.gone}${reasons(report.parkedReasons)}`,
    `    to be excluded          ${plays.excluded}${reasons(report.excludedReasons)}`,
    `    gone from Trakt         ${plays.removed}`,
    ...linesOfRemovals(report.removals),
    `  episodes to be marked     ${report.episodes}`,
    `  subjects to be written to ${subjects.touched}  (collected anew ${subjects.collect}, made done ${subjects.raise})`,
    `  writes to Bangumi         ${report.writes}`,
    `  public timeline entries   ${report.timelineEntries} at most`,
    `  requests of this dry run  Trakt ${requests.trakt}, Bangumi ${requests.bangumi}`,
    ...advice,
  ];
  return [...lines, ...table(plan.subjects), ...tableOfMarks(plan.removals)].join('\n');
}

function linesOfRemovals(removals: PlanReport['removals']): readonly string[] {
  if (removals === undefined) return [];
  const asked =
    removals.asks === null ? [] : [`  you would be asked first  ${asks[removals.asks]}`];
  return [`  marks to be taken away    ${removals.marks}${reasons(removals.plays)}`, ...asked];
}

const asks = {
  policy: 'your settings say so',
  guard: 'it is more than you let go unasked',
} as const;

const reasons = (of: Readonly<Record<string, number>>): string => {
  const named = Object.entries(of).map(([reason, count]) => `${reason} ${count}`);
  return named.length === 0 ? '' : `  (${named.join(', ')})`;
};

function table(subjects: readonly PlanSubject[]): readonly string[] {
  if (subjects.length === 0) return [];
  const cells = subjects.map(({ subjectId, collection, episodes, timelineEntries, title }) => [
    String(subjectId).padStart(9),
    collection.padEnd(10),
    String(episodes).padStart(8),
    String(timelineEntries).padStart(8),
    title ?? '',
  ]);
  const heading = ['  subject', 'collection', 'episodes', 'timeline', 'title'];
  return ['', ...[heading, ...cells].map((line) => line.join('  ').trimEnd())];
}

function tableOfMarks(removals: readonly PlannedRemoval[]): readonly string[] {
  const leaving = removals.filter(({ outcome }) => outcome === 'unmark' || outcome === 'ask');
  if (leaving.length === 0) return [];
  const cells = leaving.map(({ subjectId, episodeId, outcome, title, season, number }) => [
    String(subjectId).padStart(9),
    String(episodeId ?? 'whole').padStart(9),
    (outcome ?? '').padEnd(8),
    [title ?? '', season === null ? '' : `${season}x${number ?? '?'}`].join(' '),
  ]);
  const heading = ['  subject', '  episode', 'its mark', 'play that is gone'];
  return ['', ...[heading, ...cells].map((line) => line.join('  ').trimEnd())];
}
