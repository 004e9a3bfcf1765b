import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createOpenApiDocument } from '../../../src/api/openapi/create-openapi-document.js';
import { allRoutes } from '../../../src/api/routes/all-routes.js';
import { version } from '../../../src/main/compose/version.js';

describe('docs/openapi.json', () => {
  it('is what the routes say; write it anew with `npm run openapi`', () => {
    const written: unknown = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));
    const document = createOpenApiDocument(allRoutes, { version, serverUrl: '/' });
    expect(written).toEqual(JSON.parse(JSON.stringify(document)));
  });
});
