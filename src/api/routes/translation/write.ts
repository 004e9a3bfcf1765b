import type { Verdict, Translation } from '../../../areas/translation/index.js';
import type { UnjudgedItems } from '../../contract/judged-later.js';
import {
  batchQuery,
  countVerdicts,
  flushExample,
  flushSchema,
  sessionBatch,
  sessionBatchExample,
  sessionVerdictsExample,
  taskBatch,
  taskBatchExample,
  taskVerdictsExample,
  toVerdictBody,
  verdictsSchema,
} from '../../contract/translation/write.js';
import { defineRoute } from '../../define-route.js';
import { toUnavailable } from '../../dependency-down.js';
import { Problem } from '../../problem.js';

const tags = ['Translation records'];
const path = '/api/v1/translation';
const megabyte = 1024 * 1024;

const about =
  'Up to 1,000 items; the answer has a verdict for each, in their order, and comes when what it says is on the disk: it is never lost after that, whatever is killed. Send the same again as often as you like. An item replaces all that was there; a lower version than the one there changes nothing, and what is `completed` or `cancelled` stays so. Requests that come at the same time are written together.';

const common = {
  method: 'post',
  scope: 'translation:write',
  audit: 'translation.written',
  tags,
  bodyLimitBytes: 32 * megabyte,
  rate: 'records',
  problems: ['batch-refused', 'write-buffer-full'],
} as const;

const writeSessions = defineRoute({
  ...common,
  path: `${path}/sessions/batch`,
  summary: 'Write sessions',
  description: about,
  input: { query: batchQuery, body: sessionBatch },
  bodyExample: sessionBatchExample,
  responses: {
    200: { description: 'Verdicts.', schema: verdictsSchema, example: sessionVerdictsExample },
  },
  handler: async ({ actor: { userId }, query, body, tell }, { translation }) => {
    const isAtomic = query.atomic === 'true';
    const verdicts = await write(translation.writeSessions, {
      userId,
      isAtomic,
      items: body.items,
    });
    tell({ target: { kind: 'translation-sessions', id: userId }, detail: countVerdicts(verdicts) });
    return { status: 200, body: toBody(verdicts, isAtomic) };
  },
});

const writeTasks = defineRoute({
  ...common,
  path: `${path}/tasks/batch`,
  summary: 'Write tasks',
  description: `${about} The session of a task must be there before it.`,
  input: { query: batchQuery, body: taskBatch },
  bodyExample: taskBatchExample,
  responses: {
    200: { description: 'Verdicts.', schema: verdictsSchema, example: taskVerdictsExample },
  },
  handler: async ({ actor: { userId }, query, body, tell }, { translation }) => {
    const isAtomic = query.atomic === 'true';
    const verdicts = await write(translation.writeTasks, { userId, isAtomic, items: body.items });
    tell({ target: { kind: 'translation-tasks', id: userId }, detail: countVerdicts(verdicts) });
    return { status: 200, body: toBody(verdicts, isAtomic) };
  },
});

interface Wish {
  readonly userId: string;
  readonly isAtomic: boolean;
  readonly items: UnjudgedItems;
}

async function write(
  writeRecords: Translation['writeTasks'],
  { items, ...wish }: Wish,
): Promise<readonly Verdict[]> {
  try {
    return await writeRecords({ ...wish, items: items.all });
  } catch (error) {
    // The commit may have happened although its answer was lost.
    const unknown = 'What was sent may have been written or not; the same again does no harm.';
    throw toUnavailable(error, unknown) ?? error;
  }
}

/** Throws `batch-refused`. */
function toBody(verdicts: readonly Verdict[], isAtomic: boolean) {
  const faults = verdicts.flatMap((verdict, index) =>
    verdict.kind === 'invalid'
      ? verdict.faults.map(({ place, message }) => ({
          in: 'body' as const,
          pointer: `/items/${index}${place}`,
          message,
        }))
      : [],
  );
  if (isAtomic && faults.length > 0)
    throw new Problem(
      'batch-refused',
      'The batch is atomic and holds items that cannot be written; errors names them.',
      { errors: faults },
    );
  return { verdicts: verdicts.map(toVerdictBody), counts: countVerdicts(verdicts) };
}

const flush = defineRoute({
  method: 'post',
  path: `${path}/flush`,
  scope: 'translation:write',
  audit: 'translation.flushed',
  summary: 'Write what waits',
  description:
    'Requests wait a few milliseconds for others to be written with. This writes everything that waits in this process now, whoever sent it, and answers when it is on the disk.',
  tags,
  responses: {
    200: { description: 'What was written.', schema: flushSchema, example: flushExample },
  },
  handler: async ({ tell }, { translation }) => {
    const report = await translation.flush();
    tell({ detail: report });
    return { status: 200, body: report };
  },
});

export const writeRecordRoutes = [writeSessions, writeTasks, flush];
