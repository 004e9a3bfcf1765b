import { z } from 'zod';
import {
  markedThing,
  markedThings,
  markOutcomes,
  type RunMark,
} from '../../../areas/history/index.js';
import { nextCursorSchema, pageQuery } from '../page.js';
import { timeSchema } from '../time.js';

export const runMarksQuery = pageQuery.extend({
  outcome: z
    .enum([...markOutcomes, 'open'])
    .optional()
    .describe('What came of taking it back; `open`: nothing yet.'),
});

const runMarkSchema = z
  .object({
    subject_id: z.int(),
    what: z
      .enum(markedThings)
      .describe(
        'Whether it is the mark of an episode, the collection of the subject, or its rate.',
      ),
    episode_id: z.int().nullable().describe('Null: it is of the subject itself.'),
    before: z
      .int()
      .min(0)
      .max(10)
      .nullable()
      .describe(
        'Bangumi’s type, 0 where an episode had no mark; of a rate 1 to 10, 0 for none. Null: the subject was not collected.',
      ),
    after: z.int().min(0).max(10),
    at: timeSchema,
    outcome: z
      .enum(markOutcomes)
      .nullable()
      .describe(
        'What came of taking it back: `changed-since` and `set-again` are left as somebody or a later run has set them, and a collection that the run made `cannot-be-removed` by Bangumi’s interface.',
      ),
    undone_by: z.string().nullable().describe('The run that took it back, or tried.'),
  })
  .meta({ id: 'RunMark' });
type RunMarkBody = z.infer<typeof runMarkSchema>;

export const runMarksSchema = z
  .object({ items: z.array(runMarkSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'RunMarkPage' });

export const runMarkExample: RunMarkBody = {
  subject_id: 400602,
  what: 'episode',
  episode_id: 1233434,
  before: 0,
  after: 2,
  at: '2026-11-22T09:00:03.000Z',
  outcome: 'changed-since',
  undone_by: '0199d3b0-11aa-7c3e-8f10-6b2d4e5f6a7c',
};

export const toRunMarkBody = (mark: RunMark): RunMarkBody => ({
  subject_id: mark.subjectId,
  what: markedThing(mark),
  episode_id: markedThing(mark) === 'episode' ? mark.episodeId : null,
  before: mark.before,
  after: mark.after,
  at: mark.at.toISOString(),
  outcome: mark.outcome,
  undone_by: mark.undoneBy,
});
