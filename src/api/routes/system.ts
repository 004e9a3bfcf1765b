import {
  sampleExample,
  systemHealthQuery,
  systemHealthSchema,
  toSampleBody,
} from '../contract/system-health.js';
import { defineRoute } from '../define-route.js';

const tags = ['Operation'];

const readMetrics = defineRoute({
  method: 'get',
  path: '/api/v1/system/metrics',
  scope: 'admin:metrics',
  summary: 'Metrics of this process',
  description:
    'In the text format of Prometheus: requests, requests to services, write buffers and the process itself, each process for itself; syncs, plays, jobs, due times and health as the database has them. Besides a key it is opened by the `METRICS_TOKEN` of the configuration, also while the database is away.',
  tags,
  responses: { 200: { description: 'The metrics.', type: 'text/plain' } },
  handler: async (_request, { metrics }) => {
    const { type, text } = await metrics.render();
    return { status: 200, content: { type, data: text } };
  },
});

const readHealth = defineRoute({
  method: 'get',
  path: '/api/v1/system/health',
  scope: 'admin:metrics',
  summary: 'How the parts are, and were',
  description:
    'What the job `health-check` found: the newest look at each part, and all looks, newest first. `GET /health` asks now.',
  tags,
  input: { query: systemHealthQuery },
  responses: {
    200: {
      description: 'The newest looks, and a page of history.',
      schema: systemHealthSchema,
      example: { components: [sampleExample], items: [sampleExample], next_cursor: null },
    },
  },
  handler: async ({ query }, { systemHealth }) => {
    const { items, nextCursor } = await systemHealth.page(query);
    const components = (await systemHealth.latest()).filter(
      ({ component }) => component === (query.component ?? component),
    );
    const body = {
      components: components.map(toSampleBody),
      items: items.map(toSampleBody),
      next_cursor: nextCursor,
    };
    return { status: 200, body };
  },
});

export const systemRoutes = [readMetrics, readHealth];
