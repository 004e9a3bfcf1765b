import { describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { z } from 'zod';
import { createOpenApiDocument } from '../../../src/api/openapi/create-openapi-document.js';
import { problemRows } from '../../../src/api/openapi/problem-table.js';
import { allRoutes } from '../../../src/api/routes/all-routes.js';

const names = allRoutes.map(
  (route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const,
);
const document = createOpenApiDocument(allRoutes, { version: '1.0.0' });
const text = JSON.stringify(document);

describe.each(names)('the route %s', (_name, route) => {
  it('says what it does', () => {
    expect(route.summary).not.toBe('');
    expect(route.description).toMatch(/\.$/);
    expect(route.tags.length).toBeGreaterThan(0);
  });

  it('has examples that its own schemas accept', () => {
    for (const response of Object.values(route.responses)) {
      if ('schema' in response) response.schema.parse(response.example);
    }
    if (route.input.body !== undefined) route.input.body.parse(route.bodyExample);
    expect(Object.keys(route.responses).length).toBeGreaterThan(0);
  });

  it('documents its own statuses and those that follow from its access and input', () => {
    const operation = z
      .object({ responses: z.record(z.string(), z.unknown()) })
      .parse(document.paths[route.path]?.[route.method]);
    const statuses = Object.keys(operation.responses);
    const expected = [
      ...Object.keys(route.responses),
      '500',
      ...(route.access === 'public' ? [] : ['401', '403', '429', '503']),
      // A page of another site is refused, also where nobody need sign in.
      ...(route.method === 'get' ? [] : ['403']),
      ...(route.input.body === undefined ? [] : ['400', '413', '415']),
    ];
    expect(statuses).toEqual(expect.arrayContaining(expected));
  });
});

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    // A copy: the validator resolves references in place.
    const copy = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
    const result = await new Validator().validate(copy);
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  it('refers only to schemas it holds', () => {
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference);
    const held = Object.keys(document.components.schemas).map((id) => `#/components/schemas/${id}`);
    expect(references.length).toBeGreaterThan(0);
    expect(held).toEqual(expect.arrayContaining([...new Set(references)]));
  });

  it('is the same each time it is made', () => {
    expect(JSON.stringify(createOpenApiDocument(allRoutes, { version: '1.0.0' }))).toBe(text);
  });

  it('gives each operation an id of its own', () => {
    const ids = [...text.matchAll(/"operationId":"([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(allRoutes.length);
  });

  it('documents every problem code', () => {
    for (const { code } of problemRows())
      expect(document.info.description).toContain(`\`${code}\``);
  });
});
