import fc from 'fast-check';
import type { ApiDocument, Operation } from './api-document.js';
import { fittingFor, known } from './fitting-values.js';
import { fromSchema, maybe } from './from-schema.js';
import { Known } from './known.js';
import { oddText, oddValue } from './odd-values.js';

/** How a request says who sends it. */
export type Credentials =
  | 'key'
  | 'key-header'
  | 'session'
  | 'none'
  | 'unknown-key'
  | 'narrow-key'
  | 'no-csrf'
  | 'other-site';

export type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: unknown }
  /** As it is, under this type. */
  | { readonly kind: 'raw'; readonly text: string; readonly type: string };

type Field = readonly [name: string, value: unknown];

/** A request before what only the server can know is filled in. */
export interface Draft {
  readonly operation: Operation;
  readonly sender: { readonly isAdmin: boolean; readonly credentials: Credentials };
  readonly path: readonly Field[];
  readonly query: readonly Field[];
  readonly headers: readonly Field[];
  readonly body: Body;
  /** Sent twice at the same moment, as a double click does. */
  readonly isDoubled: boolean;
}

const orOdd = (value: fc.Arbitrary<unknown>, odd: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: value }, { weight: 1, arbitrary: odd });

const credentials: fc.Arbitrary<Credentials> = fc.oneof(
  { weight: 20, arbitrary: fc.constant<Credentials>('key') },
  { weight: 3, arbitrary: fc.constant<Credentials>('key-header') },
  { weight: 8, arbitrary: fc.constant<Credentials>('session') },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Credentials[]>(
      'none',
      'unknown-key',
      'narrow-key',
      'no-csrf',
      'other-site',
    ),
  },
);

/** Requests to an operation: most are taken, the others differ from those that would be in one or two things. */
export function draftsOf(operation: Operation, document: ApiDocument): fc.Arbitrary<Draft> {
  const place = { document, path: operation.path };
  const parameters = (where: string) =>
    operation.parameters.filter((parameter) => parameter.in === where);
  const valueOf = ({ name, schema }: Operation['parameters'][number]) =>
    orOdd(fittingFor(name, operation.path) ?? fromSchema(schema, place), oddText);
  const fields = (where: string): fc.Arbitrary<readonly Field[]> =>
    fc
      .tuple(
        ...parameters(where).map((parameter) =>
          maybe(valueOf(parameter), parameter.required).map((value): Field[] =>
            value === undefined ? [] : [[parameter.name, value]],
          ),
        ),
      )
      .map((all) => all.flat());
  const draft = fc.record({
    operation: fc.constant(operation),
    sender: senders(operation),
    path: fields('path'),
    query: fc.tuple(fields('query'), strayFields).map((both) => both.flat()),
    headers: fields('header'),
    isDoubled: fc.nat({ max: 9 }).map((n) => n === 0),
    body:
      operation.file !== undefined
        ? files(operation.file)
        : operation.body === undefined
          ? fc.constant<Body>({ kind: 'none' })
          : bodies(operation.body, place),
  });
  if (!isCallback(operation)) return draft;
  return fc.tuple(draft, comingBack(operation)).map(([made, back]) => ({ ...made, ...back }));
}

const isCallback = ({ path }: Operation): boolean => path.endsWith('/auth/callback');

const senders = (operation: Operation): fc.Arbitrary<Draft['sender']> =>
  fc.record({
    // What only administrators may do would mostly be refused.
    isAdmin: ['/api/v1/users', '/api/v1/jobs', '/api/v1/relay-keys', '/api/v1/system'].some(
      (path) => operation.path.startsWith(path),
    )
      ? fc.nat({ max: 3 }).map((n) => n > 0)
      : fc.nat({ max: 5 }).map((n) => n === 0),
    // A browser comes back in the session it left in.
    credentials: isCallback(operation)
      ? fc.oneof(fc.constant<Credentials>('session'), credentials)
      : credentials,
  });

type WayBack = Pick<Draft, 'path' | 'query'>;

/** Service, state and code belong together: mostly those of one attempt, else one of them is another. */
const comingBack = ({ path, parameters }: Operation): fc.Arbitrary<WayBack> =>
  fc
    .tuple(fc.nat({ max: 1 }), fc.nat({ max: 9 }), known(`states ${path}`), oddText)
    .map(([nth, which, otherState, odd]) => {
      const state: Field = ['state', new Known(`states ${path}`, nth)];
      const code: Field = ['code', new Known(`codes ${path}`, nth)];
      const service: Field = ['service', new Known(`services ${path}`, nth)];
      const queries: readonly (readonly Field[])[] = [
        [
          ['state', otherState],
          ['code', odd],
        ],
        [state, ['error', 'access_denied']],
        [state, state, code],
      ];
      const hasService = parameters.some(({ name }) => name === 'service');
      return { path: hasService ? [service] : [], query: queries[which] ?? [state, code] };
    });

const strayFields: fc.Arbitrary<readonly Field[]> = fc.oneof(
  { weight: 25, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: oddText.map((text): Field[] => [['stray', text]]) },
  {
    weight: 1,
    arbitrary: fc.constant<Field[]>([
      ['limit', '1'],
      ['limit', '2'],
    ]),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Field[]>([
      ['__proto__', '1'],
      ['a[b]', '2'],
    ]),
  },
);

type BodySchema = NonNullable<Operation['body']>;

function bodies(
  { schema, example }: BodySchema,
  place: Parameters<typeof fromSchema>[1],
): fc.Arbitrary<Body> {
  const valid = fc.oneof(
    { weight: 4, arbitrary: fromSchema(schema, place) },
    { weight: 1, arbitrary: fc.constant(example) },
  );
  const mutated = fc.tuple(valid, oddValue, fc.nat(), fc.nat({ max: 3 })).map(mutate);
  const inJson = fc
    .oneof({ weight: 3, arbitrary: valid }, { weight: 1, arbitrary: mutated })
    .map((value): Body => ({ kind: 'json', value }));
  return fc.oneof({ weight: 12, arbitrary: inJson }, { weight: 1, arbitrary: rawBodies });
}

/** Mostly one that is taken; else of another type, or with something else in it. */
const files = ({ types, example }: NonNullable<Operation['file']>): fc.Arbitrary<Body> =>
  fc
    .record({
      text: fc.oneof(
        { weight: 3, arbitrary: fc.constant(example) },
        { weight: 2, arbitrary: fc.constantFrom('', 'PK', '[1,{}]', '{"a":', 'a,b\n1', '\u0000') },
      ),
      type: fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom(...types) },
        { weight: 1, arbitrary: fc.constantFrom('text/html', 'x') },
      ),
    })
    .map((file): Body => ({ kind: 'raw', ...file }));

const json = 'application/json';
const rawBodies: fc.Arbitrary<Body> = fc.oneof(
  fc.constant<Body>({ kind: 'none' }),
  fc
    .constantFrom(
      '{"a":',
      '{"a":1,}',
      "{'a':1}",
      '\ufeff{}',
      '{"a":"\u0000"}',
      '[',
      '{"__proto__":{}}',
      'nul',
    )
    .map((text): Body => ({ kind: 'raw', text, type: json })),
  fc
    .constantFrom(
      'text/plain',
      'application/xml',
      'application/json; charset=utf-16',
      'x',
      'multipart/form-data',
    )
    .map((type): Body => ({ kind: 'raw', text: '{}', type })),
  fc.constant<Body>({ kind: 'raw', text: `"${'x'.repeat(1024 * 1024)}"`, type: json }),
  fc.constant<Body>({ kind: 'raw', text: '['.repeat(50_000), type: json }),
  fc
    .constantFrom(
      `${'['.repeat(90_000)}${']'.repeat(90_000)}`,
      `${'{"a":'.repeat(90_000)}1${'}'.repeat(90_000)}`,
    )
    .map((text): Body => ({ kind: 'raw', text, type: json })),
);

type Mutation = readonly [value: unknown, odd: unknown, at: number, how: number];

/** A field less, a field of another kind, a field more, or something else altogether. */
function mutate([value, odd, at, how]: Mutation): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return odd;
  const entries = Object.entries(value);
  const chosen = entries[at % Math.max(1, entries.length)]?.[0] ?? 'nothing';
  const others = entries.filter(([name]) => name !== chosen);
  switch (how) {
    case 0:
      return Object.fromEntries(others);
    case 1:
      return Object.fromEntries([...entries, ['stray', odd]]);
    case 2:
      return at % 4 === 0 ? odd : Object.fromEntries([...others, [chosen, odd]]);
    default:
      return Object.fromEntries([...others, [chosen, odd]]);
  }
}
