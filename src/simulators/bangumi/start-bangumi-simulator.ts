import { systemClock, type Clock } from '../../platform/lib/clock.js';
import { isOAuthPath } from '../oauth/create-oauth.js';
import type { OAuthControl } from '../oauth/oauth-control.js';
import { scenarioSchema, type ScenarioInput } from '../scenario.js';
import type { SimRequest } from '../server/exchange.js';
import { startServer, type ServerOptions, type Simulator } from '../server/start-server.js';
import { createTokenRevocation, type TokenRevocation } from '../server/token-revocation.js';

import { createBangumiOAuth, type BangumiOAuthOptions } from './oauth/create-bangumi-oauth.js';
import {
  checkUserAgent,
  createBangumiGuard,
  readToken,
  realBangumiLimits,
  type BangumiLimits,
} from './bangumi-guard.js';
import { createCollectionRoutes, type CollectionRouteDeps } from './collection-routes.js';
import { createEpisodeStateRoutes } from './episode-state-routes.js';
import { createMembers, type BangumiWrite, type Member } from './members.js';
import { createOutsideChanges, type OutsideChanges } from './outside-changes.js';
import { errorAnswer, refuse } from './refuse.js';
import { createWiki } from './wiki.js';
import { createWikiRoutes } from './wiki-routes.js';
import { createWriteWatch } from './write-watch.js';

export interface BangumiSimulatorOptions extends ServerOptions {
  readonly scenario: ScenarioInput;
  readonly clock?: Clock | undefined;
  /** Default `real`: the 3001st request in 10 minutes bans for an hour, per user. */
  readonly limits?: 'real' | 'off' | BangumiLimits | undefined;
  readonly oauth?: BangumiOAuthOptions | undefined;
}

export interface BangumiSimulator extends Simulator, OutsideChanges, TokenRevocation {
  /** Every write that was carried out, oldest first, answered or not. */
  writes(): readonly BangumiWrite[];
  resetWrites(): void;
  /** Writes to a (token, subject) that arrived while another one to it was under way: real Bangumi could lose one of them. */
  overlappingWrites(): number;
  readonly oauth: OAuthControl;
}

function createWriteLog({
  clock,
  memberOf,
}: {
  clock: Clock;
  memberOf: (request: SimRequest) => Member;
}) {
  let writes: BangumiWrite[] = [];
  return {
    log: (write: Omit<BangumiWrite, 'at' | 'username' | 'endpoint'>, request: SimRequest): void => {
      const { username } = memberOf(request).source;
      const endpoint = `${request.method} ${request.pattern}`;
      writes.push({ at: clock.now().toISOString(), username, endpoint, ...write });
    },
    writes: (): readonly BangumiWrite[] => [...writes],
    resetWrites: (): void => {
      writes = [];
    },
  };
}

const unknownRoute = (request: SimRequest) =>
  errorAnswer(request, 404, {
    description:
      'This is default response, if you see this response, please check your request path and http method',
  });

/** Bangumi's `/v0` over HTTP, as the Bangumi API notes describe it; see `README.md` beside for what comes from where. */
export async function startBangumiSimulator(
  options: BangumiSimulatorOptions,
): Promise<BangumiSimulator> {
  const { bangumi, apps } = scenarioSchema.parse(options.scenario);
  const clock = options.clock ?? systemClock;
  const limits = options.limits ?? 'real';
  const wiki = createWiki(bangumi);
  const members = createMembers({ bangumi, wiki, clock });
  const now = (): number => clock.now().getTime();
  const { isRevoked, ...revocation } = createTokenRevocation();
  const byFixedToken = (token: string): Member | undefined =>
    isRevoked(token) ? undefined : members.byToken(token);
  const oauth = createBangumiOAuth({
    apps: apps.bangumi,
    members,
    clock,
    byFixedToken,
    options: options.oauth ?? {},
  });
  const byToken = (token: string): Member | undefined =>
    byFixedToken(token) ?? (isRevoked(token) ? undefined : oauth.byToken(token));
  const visitorOf = (request: SimRequest): Member | undefined => byToken(readToken(request) ?? '');
  const memberOf = (request: SimRequest): Member =>
    visitorOf(request) ?? refuse(request, 401, 'this API need authorization');
  const { log, ...writeLog } = createWriteLog({ clock, memberOf });
  const deps: CollectionRouteDeps = { wiki, members, now, visitorOf, memberOf, log };
  const watch = createWriteWatch(wiki);
  const guard = createBangumiGuard({
    clock,
    limits: limits === 'real' ? realBangumiLimits : limits,
    memberOf: byToken,
  });
  const server = await startServer(
    {
      routes: [
        ...createWikiRoutes({ wiki, visitorOf }),
        ...createEpisodeStateRoutes(deps),
        ...createCollectionRoutes(deps),
        ...oauth.routes,
      ],
      guard: (request) => {
        (isOAuthPath(request.path) ? checkUserAgent : guard)(request);
      },
      unknownRoute,
      serialize: (json) => JSON.stringify(json),
      arrived: (request) => watch.arrived(request),
    },
    options,
  );
  return {
    ...server,
    ...createOutsideChanges({ wiki, members, now }),
    ...writeLog,
    ...revocation,
    overlappingWrites: watch.overlaps,
    oauth: oauth.control,
  };
}
