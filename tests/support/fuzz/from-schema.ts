import fc from 'fast-check';
import { z } from 'zod';
import type { ApiDocument, Schema } from './api-document.js';
import { fittingFor } from './fitting-values.js';

const schemaShape: z.ZodType<Schema> = z.record(z.string(), z.unknown());

/** The keywords that say what a value must be. */
const keywords = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  format: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minItems: z.number().optional(),
  items: schemaShape.optional(),
  anyOf: z.array(schemaShape).optional(),
  properties: z.record(z.string(), schemaShape).optional(),
  propertyNames: schemaShape.optional(),
  additionalProperties: z.union([z.boolean(), schemaShape]).optional(),
  required: z.array(z.string()).default([]),
});
type Keywords = z.output<typeof keywords>;

/** Left out half of the time where that is allowed. */
export const maybe = (value: fc.Arbitrary<unknown>, isNeeded: boolean): fc.Arbitrary<unknown> =>
  isNeeded ? value : fc.oneof(value, fc.constant(undefined));

export interface Place {
  readonly document: ApiDocument;
  /** Of the operation: what `id` and `cursor` mean depends on it. */
  readonly path: string;
}

/** Values that the schema takes; those of known names are such that what stands behind the schema takes most of them, too. */
export function fromSchema(schema: Schema, place: Place): fc.Arbitrary<unknown> {
  const said = keywords.parse(place.document.resolve(schema));
  if (said.const !== undefined) return fc.constant(said.const);
  if (said.enum !== undefined) return fc.constantFrom(...said.enum);
  if (said.anyOf !== undefined) return fc.oneof(...said.anyOf.map((one) => fromSchema(one, place)));
  if (said.properties !== undefined) return objectOf(said, place);
  return ofType(said, place);
}

type Make = (said: Keywords, place: Place) => fc.Arbitrary<unknown>;

const numberOf: Make = ({ minimum = 0, maximum = 1000 }) =>
  fc.integer({ min: minimum, max: Math.min(maximum, 2 ** 31) });

const listOf: Make = ({ items = {}, minItems: minLength = 0 }, place) =>
  fc.array(fromSchema(items, place), { minLength, maxLength: Math.max(3, minLength) });

const byType: Readonly<Record<string, Make>> = {
  string: (said) => textOf(said),
  integer: numberOf,
  number: numberOf,
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
  array: listOf,
  object: (said, place) => recordOf(said, place),
};

function ofType(said: Keywords, place: Place): fc.Arbitrary<unknown> {
  const [type = 'any'] = typeof said.type === 'string' ? [said.type] : (said.type ?? []);
  return byType[type]?.(said, place) ?? fc.jsonValue({ maxDepth: 1 });
}

function textOf({ format, minLength = 0, maxLength = 60 }: Keywords): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.uuid();
  if (format === 'date-time') return fc.constant('2030-01-01T00:00:00.000Z');
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 60) });
}

function objectOf({ properties = {}, required }: Keywords, place: Place): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const value = fittingFor(name, place.path) ?? fromSchema(schema, place);
    return [name, maybe(value, required.includes(name))] as const;
  });
  return fc
    .record(Object.fromEntries(fields))
    .map((made) =>
      Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined)),
    );
}

function recordOf(
  { propertyNames = {}, additionalProperties }: Keywords,
  place: Place,
): fc.Arbitrary<unknown> {
  const names = fromSchema({ type: 'string', ...propertyNames }, place).map(String);
  const values = typeof additionalProperties === 'object' ? additionalProperties : {};
  return fc.dictionary(names, fromSchema(values, place), { maxKeys: 3, noNullPrototype: true });
}
