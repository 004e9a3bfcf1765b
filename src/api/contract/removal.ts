import { z } from 'zod';
import {
  questionReasons,
  questionStates,
  removalDecisions,
  type RemovalQuestion,
  type RemovedItem,
} from '../../areas/history/index.js';
import { nextCursorSchema, pageQuery } from './page.js';
import { runItemExample, runItemSchema, toRunItemBody } from './runs/run-items.js';
import { syncTicketExample, syncTicketSchema } from './sync.js';
import { timeSchema, toTime } from './time.js';

const count = z.int().min(0);

export const removalsQuery = pageQuery.extend({ state: z.enum(questionStates).optional() });

export const removalSchema = z
  .object({
    id: z.string(),
    run_id: z.string().describe('The sync that asks.'),
    reason: z
      .enum(questionReasons)
      .describe(
        '`policy`: your settings say `ask`; `guard`: more at once than your settings let go.',
      ),
    plays: count.describe('Gone from Trakt, and marked on Bangumi by watchflow.'),
    proven: count.describe('Of so many plays that are marked in all.'),
    state: z.enum(questionStates),
    asked_at: timeSchema,
    expires_at: timeSchema.describe('Without an answer by then the marks stay.'),
    decided_at: timeSchema.nullable(),
  })
  .meta({ id: 'RemovalQuestion' });
type RemovalBody = z.infer<typeof removalSchema>;

export const removalPageSchema = z
  .object({ items: z.array(removalSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'RemovalQuestionPage' });

export const removalExample: RemovalBody = {
  id: '0199d3c0-5c1e-7b52-9d0e-3a8f1c2b4d5e',
  run_id: '0199d3a4-5c1e-7b52-9d0e-3a8f1c2b4d5e',
  reason: 'guard',
  plays: 96,
  proven: 580,
  state: 'open',
  asked_at: '2026-11-22T09:00:05.000Z',
  expires_at: '2026-12-06T09:00:05.000Z',
  decided_at: null,
};

export const toRemovalBody = (question: RemovalQuestion): RemovalBody => ({
  id: question.id,
  run_id: question.runId,
  reason: question.reason,
  plays: question.plays,
  proven: question.proven,
  state: question.state,
  asked_at: question.askedAt.toISOString(),
  expires_at: question.expiresAt.toISOString(),
  decided_at: toTime(question.decidedAt),
});

const removedItemSchema = runItemSchema
  .extend({
    decision: z
      .enum(removalDecisions)
      .describe('`due`: the next sync takes the mark away; `unmarked`: it has.'),
  })
  .meta({ id: 'RemovedPlay' });

export const removedItemsSchema = z
  .object({ items: z.array(removedItemSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'RemovedPlayPage' });

export const removedItemExample: z.infer<typeof removedItemSchema> = {
  ...runItemExample,
  state: 'removed',
  reason: null,
  due_at: null,
  episode_id: 1233434,
  decision: 'waiting',
};

export const toRemovedItemBody = ({ decision, ...item }: RemovedItem) => ({
  ...toRunItemBody(item),
  decision,
});

export const approvedSchema = z
  .object({ question: removalSchema, sync: syncTicketSchema })
  .meta({ id: 'RemovalApproved' });

export const approvedExample: z.infer<typeof approvedSchema> = {
  question: { ...removalExample, state: 'approved', decided_at: '2026-11-22T10:00:00.000Z' },
  sync: syncTicketExample,
};
