import { z } from 'zod';
import { recordId, recordTime } from '../../../platform/lib/record-fields.js';
import { recordStatuses } from './status.js';

/** Longest text, in UTF-16 units. */
const longestText = 200_000;
const longestError = 10_000;
const longestMetadata = 16_384;
const largestInt4 = 2_147_483_647;

/** Neither NUL nor half a surrogate pair: PostgreSQL keeps neither in a text. */
const isKeepable = (text: string): boolean => !/[\0\p{Cs}]/u.test(text);

const unkeepable = 'holds a NUL character or half a surrogate pair, which is no text';

const textOf = (longest: number) => z.string().max(longest).refine(isKeepable, unkeepable);

const orNull = <S extends z.ZodType>(schema: S) => schema.nullable().default(null);

const count = z.int().min(0).max(largestInt4);

const language = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,35}$/, 'expected the tag of a language, such as ja or zh-CN');

const metadata = z
  .record(z.string(), z.unknown())
  .refine(
    (value) => JSON.stringify(value).length <= longestMetadata,
    `expected at most ${longestMetadata} characters as JSON`,
  )
  .refine((value) => isKeepableJson(value), unkeepable);

function isKeepableJson(value: unknown): boolean {
  if (typeof value === 'string') return isKeepable(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => isKeepable(key) && isKeepableJson(inner));
}

const cost = z.number().min(0).lt(1e12);

/** What sessions and tasks are told of alike. */
export const commonFields = {
  id: recordId.describe('Of your choice; unique among your sessions, or among your tasks.'),
  version: z
    .int()
    .min(1)
    .describe(
      'Counted by you: of two writes the higher one stays, in whatever order they arrive. A time in milliseconds will do.',
    ),
  status: z
    .enum(recordStatuses)
    .describe('`completed` and `cancelled` are final; `failed` may be tried again.'),
  source_language: orNull(language),
  target_language: orNull(language),
  model: orNull(textOf(200)),
  error: orNull(textOf(longestError)),
  retry_count: count.default(0),
  started_at: orNull(recordTime),
  completed_at: orNull(recordTime),
  metadata: metadata.default({}).describe('Anything else you want back; 16 KB as JSON.'),
};

export const sessionFields = { name: orNull(textOf(500)) };

export const taskFields = {
  session_id: recordId.describe('Of a session that is here already; a task stays in its session.'),
  position: count.default(0).describe('Its place in the session.'),
  source_text: textOf(longestText),
  result_text: orNull(textOf(longestText)),
  input_tokens: orNull(count),
  output_tokens: orNull(count),
  cost: orNull(cost).describe('In your currency; six decimals are kept.'),
};
