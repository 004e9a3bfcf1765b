import { z } from 'zod';

/** As much of JSON Schema as the document uses. */
export type Schema = Readonly<Record<string, unknown>>;

const schemaShape: z.ZodType<Schema> = z.record(z.string(), z.unknown());

const contentShape = z.record(
  z.string(),
  z.object({
    schema: schemaShape.optional(),
    example: z.unknown().optional(),
    examples: z.record(z.string(), z.unknown()).optional(),
  }),
);

const operationShape = z.object({
  operationId: z.string(),
  tags: z.array(z.string()).min(1),
  security: z.array(z.unknown()),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.enum(['path', 'query', 'header']),
        required: z.boolean(),
        schema: schemaShape,
      }),
    )
    .default([]),
  requestBody: z.object({ content: contentShape }).optional(),
  responses: z.record(
    z.string(),
    z.object({
      content: contentShape.default({}),
      headers: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
});

const documentShape = z.object({
  paths: z.record(z.string(), z.record(z.string(), operationShape)),
  components: z.object({ schemas: z.record(z.string(), schemaShape) }),
  info: z.object({ description: z.string() }),
});

type Parsed = z.output<typeof operationShape>;

export interface Operation {
  readonly id: string;
  readonly method: string;
  /** With `{name}` for parameters. */
  readonly path: string;
  readonly isPublic: boolean;
  /** What it is about; operations of one tag have to do with each other. */
  readonly tag: string;
  readonly parameters: Parsed['parameters'];
  readonly body: { readonly schema: Schema; readonly example: unknown } | undefined;
  /** A file as the body: its types, and one that is taken as the first of them. */
  readonly file: { readonly types: readonly string[]; readonly example: string } | undefined;
  readonly responses: Parsed['responses'];
}

export interface ApiDocument {
  readonly operations: readonly Operation[];
  readonly schemas: Readonly<Record<string, Schema>>;
  /** Codes of every problem there is. */
  readonly problemCodes: ReadonlySet<string>;
  /** What a schema refers to, else itself. */
  readonly resolve: (schema: Schema) => Schema;
}

const referencePrefix = '#/components/schemas/';

/** The document as a client reads it: nothing but what is written in it is known of the API. */
export function readApiDocument(text: string): ApiDocument {
  const { paths, components, info } = documentShape.parse(JSON.parse(text));
  const { schemas } = components;
  const resolve = (schema: Schema): Schema => {
    const { $ref: reference } = schema;
    if (typeof reference !== 'string') return schema;
    const found = schemas[reference.slice(referencePrefix.length)];
    if (found === undefined) throw new Error(`the document lacks ${reference}`);
    return found;
  };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, parsed]) => toOperation(method, path, parsed)),
  );
  const codes = [...info.description.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code = '']) => code);
  return { operations, schemas, resolve, problemCodes: new Set(codes) };
}

function toOperation(method: string, path: string, parsed: Parsed): Operation {
  const content = parsed.requestBody?.content ?? {};
  const types = Object.keys(content);
  const isFile = types.length > 1;
  const json = isFile ? undefined : content['application/json'];
  return {
    id: parsed.operationId,
    method: method.toUpperCase(),
    path,
    isPublic: parsed.security.length === 0,
    tag: parsed.tags[0] ?? '',
    parameters: parsed.parameters,
    body: json?.schema === undefined ? undefined : { schema: json.schema, example: json.example },
    file: isFile ? { types, example: String(content[types[0] ?? '']?.example) } : undefined,
    responses: parsed.responses,
  };
}

/** Codes documented for a status of an operation. */
export const codesOf = ({ responses }: Operation, status: number): readonly string[] =>
  Object.keys(responses[status]?.content['application/problem+json']?.examples ?? {});
