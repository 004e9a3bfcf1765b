import { z } from 'zod';
import {
  listRunKinds,
  listRunStatuses,
  listRunTriggers,
  missingReasons,
  type ListRunView,
} from '../../../areas/lists/index.js';
import { nextCursorSchema } from '../page.js';
import { timeSchema, toTime } from '../time.js';
import { listExample, listSchema } from './list.js';

export const listRunParams = z.strictObject({
  id: z.string().min(1).max(100),
  run_id: z.string().min(1).max(100),
});

export const listSyncSchema = z
  .strictObject({
    allow_removals: z
      .boolean()
      .default(false)
      .describe('However many items go from the list on Trakt.'),
    relink: z.boolean().default(false).describe('Make it there again if it is gone.'),
  })
  .meta({ id: 'ListSync' });

export const listTicketSchema = z
  .object({
    run_id: z.string().describe('There to be read at `Location` once it has begun.'),
    outcome: z
      .enum(['started', 'joined', 'queued'])
      .describe('A new run, the one under way, or one that starts after it.'),
    workflow_id: z.string(),
  })
  .meta({ id: 'ListSyncTicket' });

export const listTicketExample: z.infer<typeof listTicketSchema> = {
  run_id: '0199d3a4-5c1e-7b52-9d0e-3a8f1c2b4d5e',
  outcome: 'started',
  workflow_id: `list:${listExample.id}`,
};

const advice = z
  .string()
  .nullable()
  .describe('What is left to do, where something could not be reached; null where all is well.');

export const createdListSchema = z
  .object({
    list: listSchema,
    sync: listTicketSchema
      .nullable()
      .describe('The run that brings it to Trakt; null where none could be asked for.'),
    advice,
  })
  .meta({ id: 'CreatedList' });

export const createdListExample: z.infer<typeof createdListSchema> = {
  list: {
    ...listExample,
    title: null,
    count: null,
    standing: 'new',
    on_trakt: [],
    evaluated_at: null,
    changed_at: null,
  },
  sync: listTicketExample,
  advice: null,
};

export const deletedListSchema = z
  .object({
    list: listSchema,
    deletion: z
      .object({ workflow_id: z.string(), outcome: z.enum(['started', 'joined']) })
      .nullable()
      .describe(
        'What takes it away on Trakt; null where nothing has to, or it could not be begun.',
      ),
    advice,
  })
  .meta({ id: 'DeletedList' });

const deletedList: z.infer<typeof listSchema> = {
  ...listExample,
  count: 0,
  standing: 'deleting',
  next_run_at: null,
  deleted_at: '2026-11-22T10:00:00.000Z',
};

export const deletedListExample: z.infer<typeof deletedListSchema> = {
  list: deletedList,
  deletion: { workflow_id: `list-deletion:${listExample.id}`, outcome: 'started' },
  advice: null,
};

export const keptOnTraktExample: z.infer<typeof deletedListSchema> = {
  list: { ...deletedList, standing: 'deleted', on_trakt: [] },
  deletion: null,
  advice: null,
};

export const deleteListQuery = z.strictObject({
  keep_on_trakt: z
    .enum(['true', 'false'])
    .default('false')
    .describe('`true`: what is on Trakt stays there, and is yours to keep.'),
});

const count = z.int().min(0);

export const listRunSchema = z
  .object({
    id: z.string(),
    list_id: z.string(),
    kind: z.enum(listRunKinds),
    trigger: z.enum(listRunTriggers),
    status: z
      .enum(listRunStatuses)
      .describe(
        '`success`: Trakt was changed and shows what is wanted; `unchanged`: it did before; `asks`: too many items would go unasked; `incomplete`: Trakt took everything and still shows something else.',
      ),
    advice: z.string().nullable(),
    retry_at: timeSchema.nullable(),
    allows_removals: z.boolean(),
    counts: z
      .object({
        added: count,
        removed: count,
        unchanged: count,
        not_found: count.describe('Not on Trakt.'),
        rejected: count.describe('Trakt took it and does not show it.'),
      })
      .nullable()
      .describe('Null where Trakt was not read to the end.'),
    missing: z
      .array(
        z.object({ key: z.string(), name: z.string().nullable(), reason: missingReasonSchema() }),
      )
      .describe('Items that Trakt does not show, and why; a few hundred at most.'),
    workflow_id: z.string(),
    started_at: timeSchema,
    ended_at: timeSchema.nullable(),
  })
  .meta({ id: 'ListRun' });
type ListRunBody = z.infer<typeof listRunSchema>;

function missingReasonSchema() {
  return z
    .enum(missingReasons)
    .describe(
      '`not-on-trakt`: no id of Trakt’s is known; `not-found`: Trakt does not have the id; `not-shown`: Trakt took it and does not show it.',
    );
}

export const listRunPageSchema = z
  .object({ items: z.array(listRunSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'ListRuns' });

export const listRunExample: ListRunBody = {
  id: listTicketExample.run_id,
  list_id: listExample.id,
  kind: 'reconcile',
  trigger: 'manual',
  status: 'success',
  advice: null,
  retry_at: null,
  allows_removals: false,
  counts: { added: 12, removed: 0, unchanged: 0, not_found: 1, rejected: 0 },
  missing: [{ key: 'subject:425998', name: '某个作品', reason: 'not-on-trakt' }],
  workflow_id: listTicketExample.workflow_id,
  started_at: '2026-11-22T09:00:00.000Z',
  ended_at: '2026-11-22T09:00:05.000Z',
};

export const toListRunBody = (run: ListRunView): ListRunBody => ({
  id: run.id,
  list_id: run.listId,
  kind: run.kind,
  trigger: run.trigger,
  status: run.status,
  advice: run.advice,
  retry_at: toTime(run.retryAt),
  allows_removals: run.allowsRemovals,
  counts:
    run.counts === null
      ? null
      : {
          added: run.counts.added,
          removed: run.counts.removed,
          unchanged: run.counts.unchanged,
          not_found: run.counts.notFound,
          rejected: run.counts.rejected,
        },
  missing: [...run.missing],
  workflow_id: run.workflowId,
  started_at: run.startedAt.toISOString(),
  ended_at: toTime(run.endedAt),
});
