import { z } from 'zod';
import { itemSchemaOf } from '../contract/judged-later.js';

export type JsonSchema = Readonly<Record<string, unknown>>;

const localPrefix = '#/$defs/';
const sharedPrefix = '#/components/schemas/';

/** Turns zod schemas into JSON Schema; those with an id are written once, under components. */
export function createSchemaBook() {
  const shared = new Map<string, JsonSchema>();

  // As it may be sent, for answers too: as output zod would forbid every field a later release adds.
  function write(schema: z.ZodType): JsonSchema {
    const { $defs: definitions, ...own } = z.toJSONSchema(schema, {
      io: 'input',
      // `format` says it; zod's pattern is a wall of signs.
      override: ({ jsonSchema, zodSchema }) => {
        if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
        const item = itemSchemaOf(zodSchema);
        if (item !== undefined) jsonSchema.items = write(item);
      },
    });
    for (const [id, definition] of Object.entries(definitions ?? {})) {
      shared.set(id, plain({ ...definition, id: undefined }));
    }
    // The dialect is said once, by OpenAPI 3.1 itself.
    return plain({ ...own, $schema: undefined });
  }

  return { write, shared: (): Record<string, JsonSchema> => Object.fromEntries(shared) };
}

/** A deep copy of plain JSON with references pointing to components. */
function plain(schema: object): JsonSchema {
  const copy: unknown = JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? value.replace(localPrefix, sharedPrefix) : value,
  );
  return z.record(z.string(), z.unknown()).parse(copy);
}
