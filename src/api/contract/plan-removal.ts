import { z } from 'zod';
import { plannedRemovalOutcomes, type PlannedRemoval } from '../../areas/history/index.js';
import { nextCursorSchema } from './page.js';

const removalSchema = z
  .object({
    title: z.string().nullable().describe('Of the series or film.'),
    season: z.int().nullable().describe('Null for films, as is `number`.'),
    number: z.int().nullable(),
    subject_id: z.int(),
    episode_id: z.int().nullable().describe('Null for a subject as a whole.'),
    outcome: z
      .enum(plannedRemovalOutcomes)
      .nullable()
      .describe(
        '`unmark`: its mark would be taken away; `ask`: you would be asked; the others say why it would stay (`as-before`: Bangumi shows already what was there before). Null until it is known.',
      ),
  })
  .meta({ id: 'SyncPlanRemoval' });

export const planRemovalsSchema = z
  .object({ items: z.array(removalSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'SyncPlanRemovalPage' });

export const planRemovalExample: z.infer<typeof removalSchema> = {
  title: 'Frieren: Beyond Journey’s End',
  season: 1,
  number: 4,
  subject_id: 400602,
  episode_id: 1227087,
  outcome: 'unmark',
};

export const toPlanRemovalBody = (removal: PlannedRemoval): z.infer<typeof removalSchema> => ({
  title: removal.title,
  season: removal.season,
  number: removal.number,
  subject_id: removal.subjectId,
  episode_id: removal.episodeId,
  outcome: removal.outcome,
});
