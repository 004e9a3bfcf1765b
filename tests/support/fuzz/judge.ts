import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { z } from 'zod';
import { codesOf, type ApiDocument, type Operation, type Schema } from './api-document.js';
import type { Wish } from './fill.js';
import type { Answer } from './send.js';

export interface Exchange {
  readonly operation: Operation;
  readonly wish: Wish;
  readonly answer: Answer;
}

/** What is wrong with an answer, in words; nothing, as a rule. */
export type Judge = (exchange: Exchange) => readonly string[];

const problemShape = z.object({
  type: z.string(),
  status: z.number(),
  code: z.string(),
  request_id: z.string(),
  errors: z
    .array(z.object({ in: z.string(), pointer: z.string(), message: z.string().min(1) }))
    .default([]),
});

const problemJson = 'application/problem+json';
const essenceOf = (type: string): string => (type.split(';', 1)[0] ?? '').trim();
const typeOf = ({ headers }: Answer): string => essenceOf(headers['content-type'] ?? '');

/** Holds each answer against the document that the server itself gives out, and nothing else. */
export function createJudge(document: ApiDocument, secrets: () => readonly string[]): Judge {
  const validates = createValidation(document);
  return (exchange) => {
    const { answer, operation } = exchange;
    const documented = operation.responses[answer.status];
    if (answer.status >= 500) return [`answered ${answer.status}`];
    if (documented === undefined) return [`answered ${answer.status}, which is not documented`];
    return [
      ...contentFaults(exchange, validates),
      ...(typeOf(answer) === problemJson ? problemFaults(exchange, document) : []),
      ...headerFaults(exchange),
      ...leakFaults(answer, secrets()),
    ];
  };
}

type Validates = (schema: Schema, value: unknown) => string | undefined;

/** Undefined when the value fits. A field that is not documented does not. */
function createValidation({ schemas }: ApiDocument): Validates {
  const ajv = new Ajv2020({ allErrors: false, strict: false });
  formats.default(ajv);
  ajv.addSchema({ $id: 'document', components: { schemas: toClosed(schemas) } });
  const compiled = new Map<Schema, ValidateFunction>();
  return (schema, value) => {
    const validate = compiled.get(schema) ?? ajv.compile(rebased(schema));
    compiled.set(schema, validate);
    if (validate(value)) return undefined;
    const [error] = validate.errors ?? [];
    return `${error?.instancePath} ${error?.message} ${JSON.stringify(error?.params)}`;
  };
}

const rebased = (schema: Schema): object => {
  const text = JSON.stringify(toClosed(schema)).replaceAll(
    '"#/components/',
    '"document#/components/',
  );
  const copy: unknown = JSON.parse(text);
  return z.record(z.string(), z.unknown()).parse(copy);
};

/** Objects that say their fields, and not that there may be more, have no more. */
function toClosed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(toClosed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(
    Object.entries(schema).map(([name, part]) => [name, toClosed(part)]),
  );
  const isOpen =
    'properties' in inner && inner['type'] === 'object' && !('additionalProperties' in inner);
  return isOpen ? { ...inner, additionalProperties: false } : inner;
}

function contentFaults({ operation, answer }: Exchange, validates: Validates): readonly string[] {
  const { status, text } = answer;
  const content = Object.entries(operation.responses[status]?.content ?? {});
  const type = typeOf(answer);
  if (content.length === 0) return text === '' ? [] : [`${status} has a body`];
  const found = content.find(([name]) => [type, '*/*'].includes(essenceOf(name)));
  if (found === undefined) return [`${status} comes as "${type}", which is not documented`];
  const { schema } = found[1];
  if (schema === undefined || !type.endsWith('json')) return [];
  const value = parsed(text);
  if (value === undefined) return [`${status} is not JSON`];
  const fault = validates(schema, value);
  return fault === undefined ? [] : [`${status} is not as documented: ${fault}`];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problemFaults({ operation, answer, wish }: Exchange, document: ApiDocument): string[] {
  const read = problemShape.safeParse(parsed(answer.text));
  if (!read.success) return ['the problem document lacks what every one has'];
  const { code, status, type, request_id: requestId, errors } = read.data;
  const faults: string[] = [];
  if (!codesOf(operation, answer.status).includes(code))
    faults.push(`${code} is not documented here`);
  if (!document.problemCodes.has(code)) faults.push(`${code} is not in the table of problems`);
  if (status !== answer.status) faults.push('the problem tells another status');
  if (type !== `/docs/problems#${code}`) faults.push(`the type is ${type}`);
  if (requestId !== answer.headers['x-request-id']) faults.push('the request id is another');
  if (code === 'invalid-input' && errors.length === 0) faults.push('invalid-input without a place');
  return [...faults, ...errors.flatMap((error) => placeFaults(error, operation, wish))];
}

/** A place must be one that the caller sees: a part of this operation, and in it a field it has or was sent. */
function placeFaults(
  { in: part, pointer }: { readonly in: string; readonly pointer: string },
  { parameters, body }: Operation,
  { url, headers }: Wish,
): string[] {
  if (pointer !== '' && !pointer.startsWith('/')) return [`${pointer} is no JSON pointer`];
  if (part === 'body')
    return body === undefined ? [`a fault in the body (${pointer}), which it does not take`] : [];
  const first = pointer.split('/')[1] ?? '';
  const sent =
    part === 'query'
      ? [...new URLSearchParams(url.split('?', 2)[1] ?? '').keys()]
      : Object.keys(headers);
  const names = parameters
    .filter(({ in: where }) => where === part)
    .map(({ name }) => name.toLowerCase());
  const isKnown = [...names, ...sent].includes(first.replaceAll('~1', '/').replaceAll('~0', '~'));
  return isKnown ? [] : [`a fault at ${part} ${pointer}, which was neither asked for nor sent`];
}

function headerFaults({ operation, answer: { status, headers } }: Exchange): string[] {
  const documented = Object.keys(operation.responses[status]?.headers ?? {});
  const faults: string[] = [];
  if ([429, 503].includes(status) && !/^[1-9]\d*$/.test(headers['retry-after'] ?? ''))
    faults.push(`${status} without Retry-After`);
  if (status === 202 && documented.includes('Location') && headers.location === undefined)
    faults.push('202 without Location');
  if (headers['x-content-type-options'] !== 'nosniff') faults.push('without the security headers');
  return faults;
}

const ofInside = /\n\s+at .+:\d+:\d+|node_modules|PrismaClient|prisma\.|\bselect\b.+\bfrom\b/i;

function leakFaults(answer: Answer, secrets: readonly string[]): string[] {
  const told = JSON.stringify(answer.headers) + answer.text;
  const leaked = secrets.filter((secret) => told.includes(secret));
  const isPage = !typeOf(answer).endsWith('json');
  return [
    ...leaked.map(() => 'a secret is in the answer'),
    ...(!isPage && answer.status >= 400 && ofInside.test(answer.text) ? ['the inside shows'] : []),
  ];
}
