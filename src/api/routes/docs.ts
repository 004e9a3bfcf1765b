import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { definePublicRoute } from '../define-route.js';
import { docsPage, docsScript, problemsPage } from '../openapi/docs-pages.js';
import { Problem } from '../problem.js';

const tags = ['Documentation'];

/** Everything from here, nothing run but our files. Swagger UI sets style attributes, hence the one exception. */
const pagePolicy = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};
const html = 'text/html; charset=utf-8';

const openApi = definePublicRoute({
  method: 'get',
  path: '/openapi.json',
  summary: 'This API as an OpenAPI 3.1 document',
  description: 'Made from the same schemas that validate requests.',
  tags,
  responses: {
    200: {
      description: 'The document.',
      schema: z.looseObject({ openapi: z.string() }),
      example: { openapi: '3.1.1' },
    },
  },
  handler: (_request, { document }) =>
    Promise.resolve({ status: 200, body: { openapi: '3.1.1', ...document() } } as const),
});

const docs = definePublicRoute({
  method: 'get',
  path: '/docs',
  summary: 'This API to read and try',
  description: 'Interactive documentation; everything it loads comes from here.',
  tags,
  responses: { 200: { description: 'A page.', type: html } },
  handler: () =>
    Promise.resolve({
      status: 200,
      headers: pagePolicy,
      content: { type: html, data: docsPage },
    } as const),
});

const problemList = definePublicRoute({
  method: 'get',
  path: '/docs/problems',
  summary: 'Every problem this API answers',
  description: 'What the `type` of a problem document points to.',
  tags,
  responses: { 200: { description: 'A page.', type: html } },
  handler: () =>
    Promise.resolve({
      status: 200,
      headers: pagePolicy,
      content: { type: html, data: problemsPage() },
    } as const),
});

const packaged: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const asset = definePublicRoute({
  method: 'get',
  path: '/docs/{asset}',
  summary: 'Scripts and styles of the documentation',
  description: 'What /docs loads.',
  tags,
  input: { params: z.strictObject({ asset: z.string() }) },
  responses: { 200: { description: 'The file.', type: '*/*' } },
  problems: ['not-found'],
  handler: async ({ params }) => ({
    status: 200,
    headers: { 'cache-control': 'public, max-age=3600' },
    content: await readAsset(params.asset),
  }),
});

async function readAsset(name: string) {
  if (name === 'start.js') return { type: 'text/javascript; charset=utf-8', data: docsScript };
  const type = Object.hasOwn(packaged, name) ? packaged[name] : undefined;
  if (type === undefined) throw new Problem('not-found', 'The documentation has no such file.');
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  return { type, data: await readFile(join(folder, name)) };
}

export const docsRoutes = [openApi, docs, problemList, asset];
