import { z } from 'zod';
import { markOutcomes, type RunMark } from '../../../areas/history/index.js';
import { nextCursorSchema, pageQuery } from '../page.js';
import { timeSchema } from '../time.js';

export const runMarksQuery = pageQuery.extend({
  outcome: z
    .enum([...markOutcomes, 'open'])
    .optional()
    .describe('What came of taking it back; `open`: nothing yet.'),
});

const type = z.int().min(0).max(5);

const runMarkSchema = z
  .object({
    subject_id: z.int(),
    episode_id: z.int().nullable().describe('Null: the collection of the subject itself.'),
    before: type.nullable().describe('Bangumi’s type; null: the subject was not collected.'),
    after: type,
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
  episode_id: 1233434,
  before: 0,
  after: 2,
  at: '2026-11-22T09:00:03.000Z',
  outcome: 'changed-since',
  undone_by: '0199d3b0-11aa-7c3e-8f10-6b2d4e5f6a7c',
};

export const toRunMarkBody = (mark: RunMark): RunMarkBody => ({
  subject_id: mark.subjectId,
  episode_id: mark.episodeId === 0 ? null : mark.episodeId,
  before: mark.before,
  after: mark.after,
  at: mark.at.toISOString(),
  outcome: mark.outcome,
  undone_by: mark.undoneBy,
});
