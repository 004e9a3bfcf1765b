import fc from 'fast-check';
import { Known } from './known.js';

/**
 * What a field of this name takes, beyond what its schema can say: the document says it in words. Some of each are close to
 * what is taken and are not, so that the checks behind the schema are met as well.
 */
const near = <T>(fitting: readonly T[], faulty: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...fitting) },
    { weight: 1, arbitrary: fc.constantFrom(...faulty) },
  );

const nth = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.nat({ max: 39 }) },
);

/** Mostly the person's own, at times somebody else's or not quite it. */
export const known = (kind: string, others = 1): fc.Arbitrary<Known> =>
  fc.oneof(
    { weight: 12, arbitrary: nth.map((n) => new Known(kind, n)) },
    { weight: others, arbitrary: nth.map((n) => new Known(kind, n, 'others')) },
    { weight: 1, arbitrary: nth.map((n) => new Known(kind, n, 'tampered')) },
  );

const newName = fc
  .tuple(fc.constantFrom('ann', '小明', 'さくら', 'משה', 'Ｗｉｄｅ', 'O’Neill'), fc.nat())
  .map(([name, n]) => `${name} ${n.toString(36)}`);

const unholdable = ['a\u0000b', '\ud800'];

const time = near(
  ['2026-11-22T09:00:00Z', '2020-01-01T00:00:00.000+08:00', '2100-01-01T00:00:00Z'],
  [
    '2026-11-22',
    '2026-13-01T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-12:00',
    '+275760-09-13T00:00:00Z',
  ],
);

const aMapping = { media_type: 'movie', trakt_id: 900, action: 'ignore', note: 'none' };

const fitting: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  cron: near(
    ['0 4 * * *', '*/15 * * * *', '30 2 * * 1-5', '@daily', '@every 45m', '0 0 29 2 *'],
    ['* * *', '61 * * * *', '@reboot', '0 0 31 2 *', '*/0 * * * *', '@every 1s', '5-1 * * * *'],
  ),
  time_zone: near(
    ['UTC', 'Asia/Shanghai', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Chatham', 'EST5EDT'],
    ['Mars/Base', 'UTC+25', '../etc/localtime', 'Asia / Tokyo', ''],
  ),
  sync_interval: near(
    ['45m', '6h', '1d', 'PT45M', '31d'],
    ['0m', '32d', '1', 'PT', '-5m', '9999999999h'],
  ),
  return_to: near(
    ['/docs', '/', '/a?b=c#d', '/%E4%BD%A0'],
    [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/%2Fevil.example',
      'javascript:x',
    ],
  ),
  url: fc.oneof(
    { weight: 4, arbitrary: fc.constant(new Known('receiver', 0)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        'ftp://127.0.0.1/',
        'http://user:word@127.0.0.1/',
        'http://127.0.0.1:1/',
        'https://',
        'http://[::1',
        'file:///etc/passwd',
      ),
    },
  ),
  password: near<unknown>(
    [new Known('password', 0), 'correct horse battery staple', '密码密码密码一二三四五'],
    ['short', 'aaaaaaaaaaaa', 'x'.repeat(257), `nul\u0000inside it`],
  ),
  current_password: near<unknown>([new Known('password', 0)], ['wrong password', '\u0000']),
  token: known('setup-tokens'),
  access_token: near<unknown>(
    [new Known('bangumi-token', 0)],
    [new Known('bangumi-token', 0, 'others'), 'not-a-token', '好好好好好好好好'],
  ),
  name: fc.oneof(
    { weight: 4, arbitrary: newName },
    {
      weight: 1,
      arbitrary: fc.constantFrom<unknown>(new Known('names', 0, 'others'), ...unholdable),
    },
  ),
  reason: near(['holiday', 'ремонт', '休み'], [' ', ...unholdable]),
  version: known('version'),
  expected_version: known('version'),
  expires_at: near(
    ['2100-01-01T00:00:00Z', '2099-12-31T23:59:59.999+08:00'],
    ['2001-01-01T00:00:00Z', '9999-12-31T23:59:59-12:00'],
  ),
  from: time,
  to: time,
  since: time,
  until: time,
  limit: near(['1', '2', '20', '100'], ['0', '101', '1e2', 'NaN', '-1', '1.5', '0x10', ' ']),
  task_id: known('runs'),
  data_set: near(['bangumi-data'], ['anime-lists', 'bangumi-ext-linker', 'none']),
  trakt_id: near([1, 2, 900], [0, -1, 1.5, 2 ** 60]),
  file: near<unknown>(
    [
      {},
      { 'Anime 1': 1001, 'no such title': { '2': '1002' } },
      { format: 'watchflow-mappings', version: 1, mappings: [aMapping] },
    ],
    [
      { 'Anime 1': 99_999, 'a\u0000b': [], '\ud800': null, '': 1 },
      { format: 'watchflow-mappings', version: 2, mappings: [] },
      { format: 'watchflow-mappings', version: 1, mappings: [aMapping, aMapping, 7] },
    ],
  ),
  'if-match': near<unknown>(
    [new Known('etag', 0), '*'],
    ['"999"', 'W/"1"', '"x"', '', '"0", "1"', new Known('etag', 1)],
  ),
  'idempotency-key': fc.oneof(
    { weight: 3, arbitrary: fc.nat().map((n) => `key-${n.toString(36)}`) },
    { weight: 3, arbitrary: known('idempotency-keys') },
    { weight: 1, arbitrary: fc.constantFrom('a b', 'x'.repeat(129), 'ü') },
  ),
  'last-event-id': known('event-ids'),
  accept: fc.constantFrom('application/json', 'text/html', '*/*', 'text/html;q=0.1, */*', ';;,'),
  'accept-language': fc.constantFrom('en', 'zh-CN,zh;q=0.9', 'xx', ';q=', '*'),
  asset: near(
    ['start.js', 'swagger-ui.css', 'favicon-32x32.png'],
    ['../package.json', '..%2f..%2fpackage.json', '.', 'swagger-ui.css.map', 'no-such.js'],
  ),
  error: fc.constantFrom('access_denied', 'server_error'),
};

/** Of a form that may be ours, with what no list has. */
const forgedCursors = [
  '2026-11-22T09:00:00.000Z a\u0000b',
  '0000-01-01T00:00:00.000Z 1',
  '2026-11-22T09:00:00.000Z 99999999999999999999',
  '2026-11-22T09:00:00.000Z not-a-uuid',
  '9999-12-31T23:59:59.999Z 0199d3a4-5c1e-7b52-9d0e-3a8f1c2b4d5e',
  '2026-11-22T09:00:00.000Z',
  '999999999',
].map((text) => Buffer.from(text).toString('base64url'));

const seldom = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

/** What is said of a title: most of it goes with some of the rest only. */
const ofTitles: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  subject_id: seldom(fc.constantFrom<unknown>(1001, 1002, 99_999, 0, null)),
  offset: seldom(fc.constantFrom<unknown>(0, 1, -12, 'x')),
  by: seldom(fc.constantFrom('ep', 'sort')),
  episode_id: seldom(fc.constantFrom(1_001_001, 1)),
  season: seldom(fc.constantFrom(0, 1)),
  first_number: seldom(fc.constantFrom(1, 5)),
  last_number: seldom(fc.constantFrom(3, 12)),
  range: seldom(fc.constantFrom({ first: 1, last: 3 }, { first: 3, last: 1 }, { first: 1 })),
  scope: near([undefined, 'season', 'once'], ['range', 'show']),
  shared: near([undefined, false], [true]),
};

const aRule = { version: 1, sources: [{ from: 'items', items: ['movie:900'] }] };
const keys = ['show:1', 'movie:900', 'subject:1001'];

const ofLists: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  rule: near<unknown>(
    [
      aRule,
      { version: 1, sources: [{ from: 'collection', states: ['doing'] }], limit: 5, unit: 'show' },
      { version: 1, sources: [{ from: 'ratings' }], filters: [{ by: 'year', from: 2000 }] },
    ],
    [
      { ...aRule, version: 2 },
      { ...aRule, colour: 'red' },
      { ...aRule, limit: 0 },
      { version: 1, sources: [{ from: 'list', list_id: '7d0f8f7e-6c1d-4a2b-8c3d-4e5f60718293' }] },
      { ...aRule, filters: [{ by: 'title', contains: 'a\u0000b' }] },
      [],
    ],
  ),
  description: near(['', 'Of {{year}}'], ['{{', '{{nonsense}}', 'x · wf:ab12cd34']),
  key: near(keys, ['film:1', 'show:0', 'show:1/2', '']),
  items: near<unknown>([['movie:900'], ['movie:900', 'show:1']], [[], ['film:1'], 'movie:900']),
  list_id: near<unknown>([undefined], ['7d0f8f7e-6c1d-4a2b-8c3d-4e5f60718293', 'x']),
  run_id: known('list-runs'),
};

/** Several answers are taken together or not at all: made at random, one of them would nearly always be wrong. */
const answerWith = (rest: object) =>
  known('matches', 2).map((id): unknown => ({ id, choice: 'ignore', ...rest }));
const answers: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(answerWith({})) },
  { weight: 3, arbitrary: fc.tuple(answerWith({ choice: 'map', subject_id: 1001 })) },
  { weight: 1, arbitrary: fc.tuple(answerWith({ scope: 'range' }), answerWith({ by: 'x' })) },
  { weight: 1, arbitrary: fc.tuple(answerWith({ choice: 'map' }), answerWith({ offset: 1 })) },
  { weight: 1, arbitrary: fc.constant([]) },
);

const jobNames = near(['schedule-watch', 'matches-recheck', 'connections-renew'], ['backup', 'x']);

const ofNotifications: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  from: near(['22:30', '00:00'], ['24:00', '7']),
  to: near(['07:00', '23:59'], ['22:30', '12:60']),
  at: near(['08:00', '23:59'], ['8:00']),
  address: fc.oneof(
    { weight: 8, arbitrary: fc.uuid().map((name) => `${name}@reader.example`) },
    { weight: 1, arbitrary: fc.constantFrom('ann', 'a@b\r\nBcc: c@d.example') },
  ),
  delivery_id: known('deliveries'),
  link: near([`stop.nc_0000000000000000.${'x'.repeat(43)}`], ['', 'confirm.x', '\u0000']),
};

/** Few enough to be taken, many enough that nobody is locked out by them. */
const keyLimits = near<unknown>(
  [{ per_day: 1_000_000 }, { per_minute: null }, { per_minute: 600, per_month: null }],
  [{ per_day: 0 }, { per_minute: 999_999 }, { per_year: 1 }, null],
);
const ofKeys: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  limits: keyLimits,
  relay_key: near(['planted-relay'], ['none', 'a b']),
  api_key_id: fc.oneof(fc.constant(null), known('api-keys'), fc.constant('k_none')),
};

/** Where a name means something else than elsewhere. */
function specialFor(name: string, path: string): fc.Arbitrary<unknown> | undefined {
  if (path === '/api/v1/matches/bulk' && name === 'items') return answers;
  if (path.startsWith('/api/v1/jobs') && name === 'name') return jobNames;
  if (/^\/api\/v1\/(?:notification|mail)/.test(path)) return ofNotifications[name];
  if (/^\/api\/v1\/(?:api|relay)-keys/.test(path)) return ofKeys[name];
  return path.startsWith('/api/v1/lists') ? ofLists[name] : undefined;
}

const recordIds = near(['one', 'one', 'one', 'two'], ['../x', 'a b']);
/** What is removed is not what others look for. */
const ofOneRecord = (path: string) =>
  near(path.endsWith('/sessions/{id}') ? ['two'] : ['one'], ['../x', 'a b']);

/** Of translation records: few ids, so that what was written is met again. */
const ofRecords: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  id: recordIds,
  session_id: recordIds,
  version: near([1, 2, 3, 4], [0, 1.5]),
  status: near(['pending', 'processing', 'failed', 'completed'], ['done']),
  source_language: seldom(near(['ja', 'zh-CN'], ['?'])),
  target_language: seldom(near(['ja', 'zh-CN'], ['?'])),
  model: seldom(fc.constantFrom('m', '')),
  q: seldom(fc.constantFrom('x', '%', '\\')),
  page: seldom(near(['1', '2'], ['0', '300'])),
  page_size: seldom(near(['1', '20'], ['0', '201'])),
  sort: near([undefined, '-created_at'], ['position', 'colour']),
  as_of: seldom(time),
  created_from: seldom(time),
  created_to: seldom(time),
  updated_from: seldom(time),
  updated_to: seldom(time),
  started_at: seldom(time),
  completed_at: seldom(time),
  older_than_days: near([365, 36_500], [-1, 36_501]),
};

/** Of what is on record, and of what other services send. */
const ofAudit: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  action: near(['run.ended', 'invoice.paid'], ['A B', '.']),
  outcome: seldom(near(['done', 'failed'], ['maybe'])),
  q: seldom(near(['人', 'run', '第3話', 'x.y'], ['?', ' '])),
  query: near<unknown>([{}, { q: '人', outcome: 'failed' }], [{ colour: 'red' }, { q: 7 }]),
  from: seldom(time),
  to: seldom(time),
  after_id: seldom(near(['0', '100'], ['x', '-1'])),
  up_to_id: seldom(near(['0', '100'], ['x', '9'.repeat(19)])),
};

function fittingForAudit(name: string, path: string): fc.Arbitrary<unknown> | undefined {
  if (!path.startsWith('/api/v1/audit/')) return undefined;
  if (name === 'id' && path.endsWith('/batch')) return recordIds;
  return ofAudit[name];
}

function fittingForRecords(name: string, path: string): fc.Arbitrary<unknown> | undefined {
  if (!path.startsWith('/api/v1/translation/')) return undefined;
  return name === 'id' && path.includes('{id}') ? ofOneRecord(path) : ofRecords[name];
}

/** Undefined where the schema says it all. */
export const fittingFor = (name: string, path: string): fc.Arbitrary<unknown> | undefined =>
  fittingForRecords(name, path) ?? fittingForAudit(name, path) ?? fittingElsewhere(name, path);

function fittingElsewhere(name: string, path: string): fc.Arbitrary<unknown> | undefined {
  if (name === 'cursor')
    return fc.oneof(
      { weight: 6, arbitrary: known(`cursor ${path}`) },
      { weight: 1, arbitrary: fc.constantFrom(...forgedCursors) },
    );
  const special = specialFor(name, path);
  if (special !== undefined) return special;
  if (name === 'id') return known(path.endsWith('/accept') ? 'undecided' : collectionOf(path), 2);
  if (path === '/api/v1/sessions')
    return name === 'name' ? known('names') : fitting['current_password'];
  const ofTitle = /^\/api\/v1\/(?:matches|mappings)/.test(path) ? ofTitles[name] : undefined;
  return ofTitle ?? fitting[name.toLowerCase()];
}

/** `/api/v1/runs/{id}/items` → `runs`. */
const collectionOf = (path: string): string => /([\w-]+)\/\{id\}/.exec(path)?.[1] ?? 'nothing';
