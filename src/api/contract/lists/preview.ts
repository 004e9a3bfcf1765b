import { z } from 'zod';
import type { WorkedOut } from '../../../areas/lists/index.js';
import { timeSchema, toTime } from '../time.js';
import { newListExample } from './list.js';
import { listItemExample, listItemSchema, toItemBody, type Wording } from './list-item.js';
import { sentRule } from './rule.js';

const count = z.int().min(0);

export const listPreviewRequestSchema = z
  .strictObject({
    rule: sentRule,
    name: z.string().trim().max(500).default(''),
    description: z.string().max(3_000).default(''),
    list_id: z
      .uuid()
      .optional()
      .describe('The list that would be changed; left out, it is a new one.'),
    limit: z.int().min(1).max(500).default(100),
    after: count.max(5_000).default(0).describe('The rank behind which to begin: `next_after`.'),
  })
  .meta({ id: 'ListPreviewRequest' });
type PreviewRequest = z.output<typeof listPreviewRequestSchema>;

export const listPreviewRequestExample = {
  rule: newListExample.rule,
  name: newListExample.name,
  limit: 50,
};

export const listPreviewSchema = z
  .object({
    title: z.string().describe('The name, filled in in the language of your account.'),
    description: z.string(),
    total: count,
    items: z.array(listItemSchema),
    next_after: z.int().nullable().describe('Null on the last page.'),
    left: z
      .object({ excluded: count, filtered: count, over_limit: count })
      .describe('What the sources brought and the list does not have.'),
    unknown: z.array(z.string()).describe('Named by the rule, but nothing is known of them.'),
    idle_pins: z.array(z.string()).describe('Pins without effect.'),
    not_placed: z
      .object({
        total: count,
        first: z.array(z.object({ subject_id: z.int(), name: z.string(), reason: z.string() })),
      })
      .describe('Subjects of yours that are not on Trakt as far as is known; the first hundred.'),
    waiting: count.describe('Subjects of which nobody has asked yet where on Trakt they are.'),
    collection_read_at: timeSchema
      .nullable()
      .describe('How old what is known of your Bangumi collection is; null: it was never read.'),
    advice: z.string().nullable(),
    language: z.string(),
  })
  .meta({ id: 'ListPreview' });
type PreviewBody = z.infer<typeof listPreviewSchema>;

export const listPreviewExample: PreviewBody = {
  title: 'Airing now – Fall 2026',
  description: '',
  total: 1,
  items: [listItemExample],
  next_after: null,
  left: { excluded: 0, filtered: 14, over_limit: 0 },
  unknown: [],
  idle_pins: [],
  not_placed: { total: 0, first: [] },
  waiting: 0,
  collection_read_at: '2026-11-22T09:00:00.000Z',
  advice: null,
  language: 'en',
};

const shownNotPlaced = 100;

export function toListPreviewBody(
  { evaluation, known, texts }: WorkedOut,
  { name, description, limit, after }: PreviewRequest,
  { now, ...wording }: Wording & { readonly now: Date },
): PreviewBody {
  const { items, left, unknown, idlePins } = evaluation;
  const filled = texts({ name, description }, now);
  const shown = items.slice(after, after + limit);
  return {
    title: filled.name,
    description: filled.description,
    total: items.length,
    items: shown.map(({ title: { names, year }, ...item }) =>
      toItemBody({ ...item, names, year }, wording),
    ),
    next_after: after + shown.length < items.length ? after + shown.length : null,
    left: { excluded: left.excluded, filtered: left.filtered, over_limit: left.overLimit },
    unknown: [...unknown],
    idle_pins: [...idlePins],
    not_placed: {
      total: known.notPlaced.length,
      first: known.notPlaced
        .slice(0, shownNotPlaced)
        .map(({ subjectId, name: subject, reason }) => ({
          subject_id: subjectId,
          name: subject,
          reason,
        })),
    },
    waiting: known.waiting,
    collection_read_at: toTime(known.collectionReadAt),
    advice: adviceOf(known),
    language: wording.language,
  };
}

function adviceOf({ collectionReadAt, waiting }: WorkedOut['known']): string | null {
  if (collectionReadAt === null)
    return 'Your Bangumi collection was never read, so that what comes from it is not shown. Make the list, or sync another (POST /api/v1/lists/{id}/sync), which reads it.';
  return waiting === 0
    ? null
    : `Of ${waiting} subjects nobody has asked yet where on Trakt they are: they are shown as subjects until a sync has asked.`;
}
