import type { Clock } from '../../platform/lib/clock.js';
import type { Logger } from '../../platform/lib/logger.js';
import {
  createHttp,
  createRateGate,
  errorMembers,
  isHtml,
  kindOfStatus,
  parseAnswer,
  toWindow,
  type HttpOptions,
  type RawAnswer,
  type Verdict,
} from '../http/index.js';
import type { OpenRelayClient, RelayCredentials } from './relay-client.js';
import { keyPageSchema, usageSchema } from './relay-schemas.js';
import { createRelaySession } from './relay-session.js';

export interface RelayClientDeps {
  /** With or without path prefix and trailing slash. */
  readonly url: string;
  readonly credentials: RelayCredentials;
  readonly userAgent: string;
  /** In a second, on average; `off` for tests. Default 5. */
  readonly requestsPerSecond?: number | 'off' | undefined;
  readonly http?: HttpOptions | undefined;
  readonly log: Logger;
  readonly clock?: Clock | undefined;
}

/** The largest the relay gives; it takes 10, 20, 50 and 100 only. */
const pageSize = 100;

export function createRelayClient(deps: RelayClientDeps): OpenRelayClient {
  const http = openHttp(deps);
  const session = createRelaySession(http, deps.credentials);
  return {
    readKeys: (page, options) =>
      session.within(async (access) => {
        const query = { page, pageSize, sortBy: 'createdAt', sortOrder: 'asc' };
        const request = { method: 'GET', path: '/admin/api-keys', query } as const;
        return parseAnswer(await http.send({ request, access, options }), keyPageSchema);
      }),
    readUsage: ({ keyId, at }, options) =>
      session.within(async (access) => {
        const day = at.toISOString();
        const request = {
          method: 'GET',
          path: '/admin/api-keys/{keyId}/model-stats',
          at: { keyId },
          query: { period: 'custom', startDate: day, endDate: day },
        } as const;
        return parseAnswer(await http.send({ request, access, options }), usageSchema);
      }),
    destroy: http.destroy,
  };
}

function openHttp({
  url,
  credentials,
  userAgent,
  requestsPerSecond = 5,
  http,
  log,
  clock,
}: RelayClientDeps) {
  const gate = createRateGate({
    name: 'relay:all',
    rules: requestsPerSecond === 'off' ? [] : [toWindow(requestsPerSecond)],
    maxWaitSeconds: 60,
  });
  return createHttp({
    service: 'relay',
    baseUrl: url,
    headers: { accept: 'application/json', 'user-agent': userAgent },
    secrets:
      credentials.kind === 'token'
        ? [credentials.token]
        : [credentials.username, credentials.password],
    gates: { read: gate, write: gate },
    judge,
    options: http,
    log,
    clock,
  });
}

/** What an answer of 400 and above means; a page is a proxy in front of the relay. */
function judge(answer: RawAnswer): Verdict {
  if (isHtml(answer)) {
    const kind = answer.status >= 500 ? 'unavailable' : 'malformed';
    return { kind, description: 'an HTML page, not the relay' };
  }
  const { error, message } = errorMembers(answer);
  return { kind: kindOfStatus(answer.status), description: message ?? error };
}
