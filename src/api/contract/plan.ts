import { z } from 'zod';
import {
  planCollections,
  planItemStates,
  planOutcomes,
  planStatuses,
  questionReasons,
  type PlanItem,
  type PlanReport,
  type PlanSubject,
  type PlanView,
} from '../../areas/history/index.js';
import type { ProgressView } from '../ports.js';
import { nextCursorSchema, pageQuery } from './page.js';
import { modeSchema, requestsSchema, toRequestsBody, triggerSchema } from './run.js';
import { progressSchema, statusExample, toProgressBody } from './sync.js';
import { timeSchema, toTime } from './time.js';

const count = z.int().min(0);

const reportSchema = z
  .object({
    plays: z
      .object({
        looked_at: count,
        mark: count.describe('Their episode or film would be marked as watched.'),
        done_already: count.describe('Bangumi shows it as watched.'),
        kept_by_user: count.describe('You marked it as dropped, or the film as on hold.'),
        gone: count.describe('Bangumi no longer has the subject or the episode.'),
        parked: count,
        excluded: count,
        removed: count.describe('In the ledger, but gone from Trakt.'),
      })
      .describe('Plays that a sync would move, by what would become of them.'),
    parked_reasons: z.record(z.string(), count),
    excluded_reasons: z.record(z.string(), count),
    subjects: z.object({
      touched: count,
      collect: count.describe('Would be collected anew.'),
      raise: count.describe('Would be raised to done.'),
    }),
    carried: z
      .object({
        ratings: count.describe('Would be written.'),
        states: count.describe('Of watchlist and collection; would be written.'),
        completions: count.describe('Subjects that would be made done.'),
        done_already: count,
        parked: count,
        excluded: count,
      })
      .nullable()
      .describe('Ratings and states; null where there are none.'),
    removals: z
      .object({
        plays: z.record(z.string(), count).describe('By what would become of their marks.'),
        marks: count.describe('Different marks that would be taken away.'),
        asks: z
          .enum(questionReasons)
          .nullable()
          .describe(
            'You would be asked first, because your settings say so (`policy`) or it is more than you let go unasked (`guard`); null: you would not.',
          ),
      })
      .nullable()
      .describe('Marks of plays that are gone from Trakt; null where there are none.'),
    episodes: count.describe('Different episodes that would be marked.'),
    writes: count.describe('Write requests to Bangumi.'),
    timeline_entries: count.describe(
      'Entries your public timeline on Bangumi would get, at most: it joins those made within ten minutes.',
    ),
  })
  .meta({ id: 'SyncPlanReport' });

export const planSchema = z
  .object({
    id: z.string().describe('Also the task id.'),
    mode: modeSchema,
    trigger: triggerSchema,
    request_id: z.string(),
    workflow_id: z.string(),
    status: z.enum(planStatuses),
    advice: z.string().nullable(),
    retry_at: timeSchema.nullable(),
    started_at: timeSchema,
    ended_at: timeSchema.nullable(),
    report: reportSchema.nullable().describe('Null unless `status` is `success`.'),
    requests: requestsSchema.describe(
      'Upstream requests the dry run itself used; all of them reads.',
    ),
  })
  .meta({ id: 'SyncPlan' });
export type PlanBody = z.infer<typeof planSchema>;

export const planExample: PlanBody = {
  id: '5b0f8f7e-6c1d-8a2b-8c3d-4e5f60718293',
  mode: 'normal',
  trigger: 'manual',
  request_id: 'evening-2',
  workflow_id: 'history-plan:u_7f3a:evening-2',
  status: 'success',
  advice: null,
  retry_at: null,
  started_at: '2026-11-22T09:00:00.000Z',
  ended_at: '2026-11-22T09:00:02.410Z',
  report: {
    plays: {
      looked_at: 40,
      mark: 24,
      done_already: 6,
      kept_by_user: 0,
      gone: 0,
      parked: 2,
      excluded: 8,
      removed: 0,
    },
    parked_reasons: { unmatched: 2 },
    excluded_reasons: { 'out-of-scope': 8 },
    subjects: { touched: 2, collect: 1, raise: 0 },
    carried: null,
    removals: null,
    episodes: 24,
    writes: 3,
    timeline_entries: 3,
  },
  requests: { trakt: 2, bangumi: 3, by_endpoint: { 'trakt GET /sync/history': 1 } },
};

export const planDetailSchema = z
  .object({
    plan: planSchema,
    progress: progressSchema
      .nullable()
      .describe('Null when it has ended, or does not answer at the moment.'),
  })
  .meta({ id: 'SyncPlanDetail' });

export const planDetailExample: z.infer<typeof planDetailSchema> = {
  plan: { ...planExample, status: 'running', ended_at: null, report: null },
  progress: statusExample.progress,
};

export const planPageSchema = z
  .object({ items: z.array(planSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'SyncPlanPage' });

export const planItemsQuery = pageQuery.extend({
  state: z.enum(planItemStates).optional(),
  outcome: z.enum(planOutcomes).optional(),
});

const itemSchema = z
  .object({
    media_type: z.enum(['episode', 'movie']),
    title: z.string().nullable().describe('Of the series or film.'),
    season: z.int().nullable().describe('Null for films, as is `number`.'),
    number: z.int().nullable(),
    plays: count.describe('Plays of it that would be moved.'),
    state: z.enum(planItemStates).nullable().describe('Null until it is decided.'),
    reason: z.string().nullable().describe('Why it would be parked or excluded.'),
    subject_id: z.int().nullable().describe('On Bangumi.'),
    episode_id: z.int().nullable().describe('On Bangumi; null for a subject as a whole.'),
    outcome: z
      .enum(planOutcomes)
      .nullable()
      .describe('What would be done about a planned one; null until its subject was looked at.'),
  })
  .meta({ id: 'SyncPlanItem' });

export const planItemsSchema = z
  .object({ items: z.array(itemSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'SyncPlanItemPage' });

export const planItemExample: z.infer<typeof itemSchema> = {
  media_type: 'episode',
  title: 'Frieren: Beyond Journey’s End',
  season: 1,
  number: 4,
  plays: 1,
  state: 'planned',
  reason: null,
  subject_id: 400602,
  episode_id: 1227087,
  outcome: 'mark',
};

const subjectSchema = z
  .object({
    subject_id: z.int(),
    title: z.string().nullable().describe('Of a series or film that leads there, as Trakt has it.'),
    collection: z
      .enum(planCollections)
      .describe('`collect`: made anew; `raise`: made done; `keep`: left as it is.'),
    episodes: count.describe('Episodes that would be marked.'),
    timeline_entries: count,
  })
  .meta({ id: 'SyncPlanSubject' });

export const planSubjectsSchema = z
  .object({ items: z.array(subjectSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'SyncPlanSubjectPage' });

export const planSubjectExample: z.infer<typeof subjectSchema> = {
  subject_id: 400602,
  title: 'Frieren: Beyond Journey’s End',
  collection: 'collect',
  episodes: 12,
  timeline_entries: 2,
};

export const planWishSchema = z
  .strictObject({
    mode: modeSchema
      .default('normal')
      .describe('`normal` reads what is new, `full` the whole history.'),
  })
  .meta({ id: 'SyncPlanWish' });

export const planTicketSchema = z
  .object({
    task_id: z.string(),
    plan_id: z.string(),
    outcome: z.enum(['started', 'joined']).describe('A new one, or the one under way.'),
    workflow_id: z.string(),
  })
  .meta({ id: 'SyncPlanTicket' });

export const planTicketExample: z.infer<typeof planTicketSchema> = {
  task_id: planExample.id,
  plan_id: planExample.id,
  outcome: 'started',
  workflow_id: planExample.workflow_id,
};

export const toPlanBody = (plan: PlanView): PlanBody => ({
  id: plan.id,
  mode: plan.mode,
  trigger: plan.trigger,
  request_id: plan.requestId,
  workflow_id: plan.workflowId,
  status: plan.status,
  advice: plan.advice,
  retry_at: toTime(plan.retryAt),
  started_at: plan.startedAt.toISOString(),
  ended_at: toTime(plan.endedAt),
  report: plan.report === null ? null : toReportBody(plan.report),
  requests: toRequestsBody(plan.requests),
});

function toReportBody(report: PlanReport): z.infer<typeof reportSchema> {
  const { lookedAt, doneAlready, keptByUser, ...plays } = report.plays;
  return {
    plays: { looked_at: lookedAt, done_already: doneAlready, kept_by_user: keptByUser, ...plays },
    parked_reasons: report.parkedReasons,
    excluded_reasons: report.excludedReasons,
    subjects: report.subjects,
    carried: toCarriedBody(report.carried),
    removals: report.removals ?? null,
    episodes: report.episodes,
    writes: report.writes,
    timeline_entries: report.timelineEntries,
  };
}

const toCarriedBody = (carried: PlanReport['carried']) => {
  if (carried === undefined) return null;
  const { doneAlready, ...same } = carried;
  return { ...same, done_already: doneAlready };
};

export const toPlanDetailBody = (plan: PlanView, progress: ProgressView | undefined) => ({
  plan: toPlanBody(plan),
  progress: progress === undefined ? null : toProgressBody(progress),
});

export const toPlanItemBody = (item: PlanItem): z.infer<typeof itemSchema> => ({
  media_type: item.mediaType,
  title: item.title,
  season: item.season,
  number: item.number,
  plays: item.plays,
  state: item.state,
  reason: item.reason,
  subject_id: item.subjectId,
  episode_id: item.episodeId,
  outcome: item.outcome,
});

export const toPlanSubjectBody = (subject: PlanSubject): z.infer<typeof subjectSchema> => ({
  subject_id: subject.subjectId,
  title: subject.title,
  collection: subject.collection,
  episodes: subject.episodes,
  timeline_entries: subject.timelineEntries,
});
