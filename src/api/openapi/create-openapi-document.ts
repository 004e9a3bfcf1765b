import type { z } from 'zod';
import { problemSchema } from '../contract/problem.js';
import type { ContentResponse, JsonResponse, Responses, Route } from '../route.js';
import { scopes } from '../scopes.js';
import { problemMarkdown } from './problem-table.js';
import { problemResponses, problemsOf } from './problem-responses.js';
import { createSchemaBook, type JsonSchema } from './schema-book.js';

export interface ApiInfo {
  readonly version: string;
  /** Where clients reach it; a path is enough. Default `/`. */
  readonly serverUrl?: string | undefined;
}

type SchemaBook = ReturnType<typeof createSchemaBook>;

/** The OpenAPI 3.1 document of these routes. Same routes, same text: nothing in it depends on the time or the machine. */
export function createOpenApiDocument(
  routes: readonly Route[],
  { version, serverUrl = '/' }: ApiInfo,
) {
  const book = createSchemaBook();
  const problem = book.write(problemSchema);
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: toOperation(route, book, problem) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'watchflow',
      version,
      summary: 'Keeps watch trackers in step, durably.',
      description: describeApi(),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: serverUrl }],
    tags: [...new Set(routes.flatMap((route) => route.tags))].map((name) => ({ name })),
    paths,
    components: { schemas: book.shared(), securitySchemes },
  };
}

const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key: `Authorization: Bearer wf_…`.',
  },
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
    description: 'The same key in a header of its own.',
  },
};

const describeApi = (): string =>
  [
    'Times are RFC 3339 in UTC. Something long is answered 202 with `Location`. Lists page by cursor.',
    '',
    '## Scopes',
    '',
    ...Object.entries(scopes).map(([scope, meaning]) => `- \`${scope}\`: ${meaning}`),
    '',
    '## Problems',
    '',
    problemMarkdown(),
  ].join('\n');

function toOperation(route: Route, book: SchemaBook, problem: JsonSchema) {
  const { access, input, bodyExample } = route;
  const parameters = toParameters(route, book);
  return {
    operationId: operationIdOf(route),
    summary: route.summary,
    description:
      access === 'public' ? route.description : `${route.description}\n\nScope: \`${access}\`.`,
    tags: [...route.tags],
    security: access === 'public' ? [] : [{ bearer: [access] }, { apiKey: [access] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(input.body === undefined
      ? {}
      : {
          requestBody: toContent(
            { schema: input.body, example: bodyExample },
            book.write(input.body),
          ),
        }),
    ...(route.upload === undefined ? {} : { requestBody: toFileContent(route.upload) }),
    responses: merged(
      problemResponses(problemsOf(route), problem),
      Object.fromEntries(
        Object.entries(route.responses).map(([status, response]) => [
          status,
          toResponse({ response, status, book }),
        ]),
      ),
    ),
  };
}

/** `GET /api/trakt/config` → `getApiTraktConfig`. */
const operationIdOf = ({ method, path }: Route): string =>
  method +
  path
    .split(/[^a-z\d]+/i)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

interface ResponseFacts {
  readonly response: Responses[number];
  readonly status: string;
  readonly book: SchemaBook;
}

const toContent = ({ example }: Pick<JsonResponse, 'schema' | 'example'>, schema: JsonSchema) => ({
  content: { 'application/json': { schema, ...(example === undefined ? {} : { example }) } },
});

const toFileContent = ({ types, example }: NonNullable<Route['upload']>) => ({
  required: true,
  content: Object.fromEntries(
    types.map((type, index) => [
      type,
      {
        schema: { type: 'string', contentMediaType: type },
        ...(index === 0 ? { example } : {}),
      },
    ]),
  ),
});

interface Response {
  readonly description: string;
  readonly content?: object;
}

/** A status that stands for a problem may be answered with a page, too. */
function merged(
  problems: Readonly<Record<string, Response>>,
  own: Readonly<Record<string, Response>>,
): Record<string, Response> {
  const both = Object.entries(own).map(([status, response]): [string, Response] => {
    const problem = problems[status];
    if (problem === undefined) return [status, response];
    const description = `${response.description} ${problem.description}`;
    const content = { ...problem.content, ...response.content };
    return [status, { ...problem, ...response, description, content }];
  });
  return { ...problems, ...Object.fromEntries(both) };
}

const location = {
  Location: { description: 'Where to ask for its state.', schema: { type: 'string' } },
};

const toResponse = ({ response, status, book }: ResponseFacts) => ({
  description: response.description,
  ...(status === '202' ? { headers: location } : {}),
  ...('isEmpty' in response ? {} : { content: contentOf(response, book) }),
});

const contentOf = (response: JsonResponse | ContentResponse, book: SchemaBook) => ({
  ...('schema' in response
    ? toContent(response, book.write(response.schema)).content
    : Object.fromEntries(
        [response.type, ...(response.others ?? [])].map((type) => [
          type,
          { schema: { type: 'string' } },
        ]),
      )),
  ...('page' in response ? { [response.page]: { schema: { type: 'string' } } } : {}),
});

function toParameters({ input }: Route, book: SchemaBook): object[] {
  const places = [
    { place: 'path', schema: input.params },
    { place: 'query', schema: input.query },
    { place: 'header', schema: input.headers },
  ];
  return places.flatMap(({ place, schema }) =>
    schema === undefined
      ? []
      : Object.entries<z.ZodType>(schema.shape).map(toParameter({ place, book })),
  );
}

const toParameter =
  ({ place, book }: { readonly place: string; readonly book: SchemaBook }) =>
  ([name, schema]: readonly [string, z.ZodType]) => {
    const { description, ...rest } = book.write(schema);
    const isRequired = place === 'path' || !schema.safeParse(undefined).success;
    return {
      name: place === 'header' ? toHeaderName(name) : name,
      in: place,
      required: isRequired,
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  };

const toHeaderName = (name: string): string =>
  name.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());
