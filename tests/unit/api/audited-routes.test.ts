import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { allRoutes } from '../../../src/api/routes/all-routes.js';
import { auditActions } from '../../../src/areas/audit/index.js';

const changing = allRoutes
  .filter(({ method }) => method !== 'get')
  .map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const);

describe('what is on record', () => {
  it.each(changing)('has a name for %s', (_name, { audit }) => {
    expect(audit).toBeDefined();
  });

  it('leaves out what changes nothing, and only that', () => {
    const silent = changing.filter(([, { audit }]) => audit === 'nothing').map(([name]) => name);
    expect(silent).toEqual(['POST /api/v1/schedules/preview', 'POST /api/v1/lists/preview']);
  });

  it.each(auditActions)('is explained in docs/operations.md: %s', (action) => {
    expect(readFileSync('docs/operations.md', 'utf8')).toContain(`\`${action}\``);
  });
});
