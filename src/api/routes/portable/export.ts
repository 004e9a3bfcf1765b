import { exportQuery, toKinds } from '../../contract/portable/export.js';
import { defineRoute } from '../../define-route.js';
import { toInputProblem } from '../../validate.js';

const exportEverything = defineRoute({
  method: 'get',
  path: '/api/v1/export',
  scope: 'data:export',
  audit: 'export.made',
  summary: 'Everything you have, as a file',
  description:
    'Plays, mappings, settings, matches, runs and lists as they are at one moment; no token, key or password. As JSONL the first line says format and version, each other one its `kind`, and the last one (`end`) how many there were, in all and of each kind: without it the file is not whole, and no import takes it. Plays that are gone from Trakt are `removed-play`, with since when (`removed_at`, `unknown` where nobody knows any more). POST /api/v1/imports takes its plays, POST /api/v1/mappings/import the mappings of GET /api/v1/mappings/export. Sent as it is read, however much it is.',
  tags: ['Import and export'],
  input: { query: exportQuery },
  responses: {
    200: { description: 'The file.', type: 'application/jsonl', others: ['text/csv'] },
  },
  problems: ['too-many-exports'],
  handler: async ({ actor: { userId }, query: { format, what }, tell }, { exports }) => {
    if (format === 'csv' && what === 'all')
      throw toInputProblem([
        {
          in: 'query',
          pointer: '/what',
          message: 'a table holds one kind; name it, or take jsonl',
        },
      ]);
    const data = await exports.open({ userId, format, kinds: toKinds(what) });
    tell({ target: { kind: 'user', id: userId }, detail: { format, what } });
    const filename = `watchflow-${what}.${format}`;
    return {
      status: 200,
      headers: { 'content-disposition': `attachment; filename="${filename}"` },
      content: { type: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl', data },
    };
  },
});

export const exportRoutes = [exportEverything];
