import fc from 'fast-check';

const nul = '\u0000';
const loneHigh = '\ud800';
const loneLow = '\udc00';

/** Texts that have broken programs before. */
const oddTexts = [
  '',
  ' ',
  nul,
  `a${nul}b`,
  loneHigh,
  `a${loneLow}b`,
  '\u202eright to left\u202c',
  'שלום עולם',
  'مرحبا بالعالم',
  '葬送のフリーレン',
  '进击的巨人',
  '𠮷野家 👩‍👩‍👧‍👦',
  'e\u0301\u0301\u0301',
  '\u200b\ufeff',
  'line\r\nbreak: x',
  '\t',
  "' OR 1=1 --",
  '"; DROP TABLE users; --',
  '%00',
  '%',
  '%zz',
  '../../etc/passwd',
  '..\\..\\x',
  '{}',
  'null',
  'undefined',
  'NaN',
  'true',
  '__proto__',
  'constructor',
  '-1',
  '0',
  '1e400',
  '9223372036854775808',
  '99999999999999999999',
  '٣',
  '0x10',
  '<script>alert(1)</script>',
  '${7*7}',
  '1970-01-01T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '+275760-09-13T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
];

/** What PostgreSQL and JSON cannot hold, wherever it stands in a text. */
const unholdable = fc
  .tuple(
    fc.constantFrom('', 'a', 'u_', '1'),
    fc.constantFrom(nul, loneHigh, loneLow),
    fc.constantFrom('', 'b'),
  )
  .map((parts) => parts.join(''));

export const oddText = fc.oneof(
  { weight: 3, arbitrary: unholdable },
  { weight: 6, arbitrary: fc.constantFrom(...oddTexts) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(63, 64, 65, 100, 101, 200, 201, 500, 501, 1001)
      .map((n) => 'x'.repeat(n)),
  },
  { weight: 1, arbitrary: fc.constantFrom('好', '𠮷', 'a').map((sign) => sign.repeat(257)) },
);

const oddNumber = fc.constantFrom(
  -1,
  0,
  1.5,
  -0,
  101,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 53 - 1,
  2 ** 53,
  1e308,
  -(2 ** 63),
);

/** Any JSON, mostly small. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: oddText },
  { weight: 3, arbitrary: oddNumber },
  { weight: 2, arbitrary: fc.constantFrom(null, true, false, [], {}, [[]], [null], { a: {} }) },
  { weight: 1, arbitrary: fc.constant('long'.repeat(5_000)) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);
