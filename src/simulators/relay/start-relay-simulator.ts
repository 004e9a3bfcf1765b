import { randomBytes } from 'node:crypto';
import { Refusal, type Answer, type Route, type SimRequest } from '../server/exchange.js';
import { startServer, type ServerOptions, type Simulator } from '../server/start-server.js';
import { createTokenRevocation, type TokenRevocation } from '../server/token-revocation.js';
import {
  createRelayWorld,
  relayScenarioSchema,
  type RelayScenarioInput,
  type RelayUsageInput,
  type RelayWorld,
} from './relay-world.js';

export interface RelaySimulatorOptions extends ServerOptions {
  readonly scenario: RelayScenarioInput;
}

export interface RelaySimulator extends Simulator, TokenRevocation {
  addKey(key: { readonly id: string; readonly name: string }): void;
  addUsage(more: RelayUsageInput): void;
  resetUsage(keyId: string): void;
  /** Every session opened by a password ends now. */
  endSessions(): void;
}

const json = (status: number, body: object): Answer => ({ status, json: body });

function refuse(status: number, error: string): never {
  throw new Refusal(json(status, { error, message: error }));
}

/** The part of a Claude Relay Service that its administrators read numbers from; see docs/decisions/0039-relay.md. */
export async function startRelaySimulator({
  scenario,
  ...options
}: RelaySimulatorOptions): Promise<RelaySimulator> {
  const { tokens, admins, ...rest } = relayScenarioSchema.parse(scenario);
  const world = createRelayWorld({ tokens, admins, ...rest });
  const sessions = new Set<string>();
  const { isRevoked, ...revocation } = createTokenRevocation();
  const server = await startServer(
    {
      routes: [loginRoute({ admins, sessions }), keysRoute(world), usageRoute(world)],
      guard(request) {
        if (request.path === '/web/auth/login') return;
        const [, token = ''] = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '') ?? [];
        if (token === '') refuse(401, 'Missing admin token');
        const isKnown = tokens.includes(token) || sessions.has(token);
        if (!isKnown || isRevoked(token)) refuse(401, 'Invalid admin token');
      },
      unknownRoute: () => json(404, { error: 'Not Found', message: 'Route not found' }),
      serialize: (body) => JSON.stringify(body),
    },
    options,
  );
  return {
    ...server,
    ...revocation,
    addKey: world.addKey,
    addUsage: world.addUsage,
    resetUsage: world.resetUsage,
    endSessions: () => {
      sessions.clear();
    },
  };
}

interface LoginDeps {
  readonly admins: readonly { readonly username: string; readonly password: string }[];
  readonly sessions: Set<string>;
}

const loginRoute = ({ admins, sessions }: LoginDeps): Route => ({
  method: 'POST',
  pattern: '/web/auth/login',
  handle({ body }) {
    const given = JSON.parse(body) as { username?: unknown; password?: unknown };
    const admin = admins.find(
      ({ username, password }) => username === given.username && password === given.password,
    );
    if (admin === undefined) refuse(401, 'Invalid credentials');
    const token = randomBytes(32).toString('hex');
    sessions.add(token);
    return json(200, { success: true, token, expiresIn: 86_400, username: admin.username });
  },
});

const wholeNumber = (request: SimRequest, name: string, fallback: number): number => {
  const number = Number(request.query.get(name) ?? fallback);
  return Number.isInteger(number) && number > 0 ? number : fallback;
};

const keysRoute = ({ keys }: RelayWorld): Route => ({
  method: 'GET',
  pattern: '/admin/api-keys',
  handle(request) {
    const asked = wholeNumber(request, 'pageSize', 20);
    const allowed = [10, 20, 50, 100].includes(asked) ? asked : 20;
    const pageSize = Math.min(allowed, request.maxLimit ?? allowed);
    const totalPages = Math.max(1, Math.ceil(keys.length / pageSize));
    const page = wholeNumber(request, 'page', 1);
    const oldestFirst = request.query.get('sortOrder') === 'asc';
    const sorted = oldestFirst ? keys : [...keys].reverse();
    const items = sorted
      .slice((page - 1) * pageSize, page * pageSize)
      .map((key) => ({ ...key, isActive: true, tags: [], usage: { total: { requests: 0 } } }));
    const pagination = { page, pageSize, total: keys.length, totalPages };
    return json(200, { success: true, data: { items, pagination, availableTags: [] } });
  },
});

const usageRoute = (world: RelayWorld): Route => ({
  method: 'GET',
  pattern: '/admin/api-keys/{keyId}/model-stats',
  handle({ params, query }) {
    const { keyId = '' } = params;
    const [from, to] = [query.get('startDate') ?? '', query.get('endDate') ?? ''];
    if (query.get('period') !== 'custom' || Number.isNaN(Date.parse(from)))
      refuse(400, 'The simulator knows custom periods only');
    const days: string[] = [];
    for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000)
      days.push(world.dayOf(new Date(at)));
    const data = world.usageOf(keyId, days);
    return json(200, {
      success: true,
      data: data.length === 0 ? wholeLifeOf(world, keyId) : data,
    });
  },
});

/** As the real one does where a day has nothing: a sum under a name of its own, which is not of that day. */
const wholeLifeOf = ({ keys }: RelayWorld, keyId: string): readonly object[] =>
  keys.some(({ id }) => id === keyId)
    ? [
        {
          model: '总体使用 (历史数据)',
          requests: 999_999,
          inputTokens: 1,
          outputTokens: 1,
          cacheCreateTokens: 0,
          cacheReadTokens: 0,
          allTokens: 2,
          costs: { total: 999 },
          formatted: { total: '$999.00' },
          pricing: null,
          usingDynamicPricing: false,
        },
      ]
    : [];
