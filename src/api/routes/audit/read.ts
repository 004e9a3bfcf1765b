import { auditListQuery } from '../../contract/audit/filter.js';
import { auditPageExample, auditPageSchema, toRecordBody } from '../../contract/audit/record.js';
import {
  auditStatsExample,
  auditStatsQuery,
  auditStatsSchema,
  toAuditStatsBody,
  tooLong,
  toSpan,
} from '../../contract/audit/stats.js';
import { defineRoute } from '../../define-route.js';
import { toInputProblem } from '../../validate.js';
import { filterFor } from './whose.js';

const tags = ['Audit'];

const listRecords = defineRoute({
  method: 'get',
  path: '/api/v1/audit/logs',
  scope: 'audit:read',
  summary: 'List what is on record',
  description:
    'Latest first. People see what they did, what was done to them and what their keys handed in; administrators (`admin:audit`) see everything. By cursor nothing is shown twice, and nothing that was there at the first page is left out, however much is written meanwhile.',
  tags,
  input: { query: auditListQuery },
  responses: {
    200: { description: 'A page of records.', schema: auditPageSchema, example: auditPageExample },
  },
  problems: ['audit-too-broad'],
  handler: async ({ actor, query }, { auditLogs }) => {
    const { limit, cursor } = query;
    const page = await auditLogs.list({ filter: filterFor(actor, query), limit, cursor });
    return {
      status: 200,
      body: { items: page.items.map(toRecordBody), next_cursor: page.nextCursor },
    };
  },
});

const readStats = defineRoute({
  method: 'get',
  path: '/api/v1/audit/stats',
  scope: 'audit:read',
  summary: 'How much is on record, by action, actor and time',
  description:
    'Of the same records and by the same filters as the list. Without `from` the last 2 days by hour, 30 by day, 26 weeks by week.',
  tags,
  input: { query: auditStatsQuery },
  responses: {
    200: { description: 'The numbers.', schema: auditStatsSchema, example: auditStatsExample },
  },
  problems: ['audit-too-broad'],
  handler: async ({ actor, query }, { auditLogs, clock }) => {
    const { bucket, time_zone: timeZone } = query;
    const span = toSpan(query, clock.now());
    if (span === undefined)
      throw toInputProblem([{ in: 'query', pointer: '/from', message: tooLong(bucket) }]);
    const filter = { ...filterFor(actor, query), ...span };
    const stats = await auditLogs.stats({ filter, bucket, timeZone });
    return { status: 200, body: toAuditStatsBody(stats, span) };
  },
});

export const readAuditRoutes = [listRecords, readStats];
