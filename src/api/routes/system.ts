import { defineRoute } from '../define-route.js';

const readMetrics = defineRoute({
  method: 'get',
  path: '/api/v1/system/metrics',
  scope: 'admin:metrics',
  summary: 'Metrics of this process',
  description:
    'In the text format of Prometheus: requests by route and status, and of translation records the rows that wait, the groups that were written, and the verdicts. Each process counts for itself.',
  tags: ['Operation'],
  responses: { 200: { description: 'The metrics.', type: 'text/plain' } },
  handler: async (_request, { metrics }) => {
    const { type, text } = await metrics.render();
    return { status: 200, content: { type, data: text } };
  },
});

export const systemRoutes = [readMetrics];
