import type { z } from 'zod';
import { type InputFault, type InputPart, Problem, toPointer } from './problem.js';

const partNames: Readonly<Record<string, InputPart>> = {
  params: 'path',
  query: 'query',
  body: 'body',
  headers: 'header',
};

/** The request's parts as the schema gives them out. Throws `invalid-input` with every fault of every part. */
export function validate<T extends z.ZodObject>(
  schema: T,
  {
    params,
    query,
    body,
    headers,
  }: Readonly<Record<'params' | 'query' | 'body' | 'headers', unknown>>,
): z.output<T> {
  const given = { params, query, body: body ?? {}, headers };
  const result = schema.safeParse(given, { error: toMessage });
  if (!result.success)
    throw toInputProblem(result.error.issues.flatMap((issue) => toFaults(issue, schema)));
  const unkeepable = findUnkeepable(result.data);
  if (unkeepable.length > 0) throw toInputProblem(unkeepable);
  return result.data;
}

/** NUL, which PostgreSQL keeps in no text, and half a surrogate pair, which neither UTF-8 nor its JSON knows. */
const isUnkeepable = (text: string): boolean => text.includes('\u0000') || /\p{Cs}/u.test(text);

/** Only what a schema has let through is looked at: its depth is known. */
function findUnkeepable(value: unknown, path: readonly string[] = []): readonly InputFault[] {
  if (typeof value === 'string') {
    const [part = '', ...inner] = path;
    const message = 'holds a NUL character or half a surrogate pair, which is no text';
    const place = { in: partNames[part] ?? 'body', pointer: toPointer(inner) };
    return isUnkeepable(value) ? [{ ...place, message }] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => findUnkeepable(inner, [...path, key]));
}

/** `invalid-input` over faults found anywhere. */
export function toInputProblem(errors: readonly InputFault[], cause?: unknown): Problem {
  const [first] = errors;
  const summary =
    errors.length === 1 && first !== undefined
      ? `${nameOf(first)}: ${first.message}.`
      : `${errors.length} values cannot be used; errors lists each.`;
  return new Problem('invalid-input', summary, { errors, cause });
}

const nameOf = ({ in: part, pointer }: InputFault) =>
  pointer === '' ? `the ${part}` : `${part} ${pointer}`;

/** Zod's own words, but for what is simply missing. */
function toMessage(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'invalid_type' || issue.input !== undefined) return undefined;
  return `is required (${issue.expected})`;
}

function toFaults(issue: z.core.$ZodIssue, schema: z.ZodObject): InputFault[] {
  const [part = 'body', ...path] = issue.path;
  const place = partNames[String(part)] ?? 'body';
  if (issue.code !== 'unrecognized_keys') {
    return [{ in: place, pointer: toPointer(path), message: issue.message }];
  }
  const known = path.length === 0 ? knownKeys(schema, String(part)) : '';
  return issue.keys.map((key) => ({
    in: place,
    pointer: toPointer([...path, key]),
    message: `unknown field${known}`,
  }));
}

function knownKeys(schema: z.ZodObject, part: string): string {
  const inner: unknown = schema.shape[part];
  const shape =
    typeof inner === 'object' && inner !== null && 'shape' in inner ? inner.shape : undefined;
  const keys = typeof shape === 'object' && shape !== null ? Object.keys(shape) : [];
  return keys.length === 0 ? '; none is taken here' : `; known are ${keys.join(', ')}`;
}
