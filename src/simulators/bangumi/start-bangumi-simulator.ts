import { systemClock, type Clock } from '../../platform/lib/clock.js';
import { scenarioSchema, type ScenarioInput } from '../scenario.js';
import type { SimRequest } from '../server/exchange.js';
import { startServer, type ServerOptions, type Simulator } from '../server/start-server.js';

import {
  createBangumiGuard,
  readToken,
  realBangumiLimits,
  type BangumiLimits,
} from './bangumi-guard.js';
import { createCollectionRoutes, type CollectionRouteDeps } from './collection-routes.js';
import { createEpisodeStateRoutes } from './episode-state-routes.js';
import {
  createMembers,
  readFinalState,
  type BangumiWrite,
  type Collection,
  type FinalState,
  type MarkType,
  type Member,
  type Members,
} from './members.js';
import { errorAnswer, refuse } from './refuse.js';
import { createWiki, type RowRun, type Wiki } from './wiki.js';
import { createWikiRoutes } from './wiki-routes.js';
import { createWriteWatch } from './write-watch.js';

export interface BangumiSimulatorOptions extends ServerOptions {
  readonly scenario: ScenarioInput;
  readonly clock?: Clock | undefined;
  /** Default `real`: the 3001st request in 10 minutes bans for an hour, per user. */
  readonly limits?: 'real' | 'off' | BangumiLimits | undefined;
}

export interface BangumiSimulator extends Simulator {
  /** Of the scenario's first user unless named; a copy. */
  finalState(username?: string): FinalState;
  /** Every write that was carried out, oldest first, answered or not. */
  writes(): readonly BangumiWrite[];
  resetWrites(): void;
  /** Writes to a (token, subject) that arrived while another one to it was under way: real Bangumi could lose one of them. */
  overlappingWrites(): number;
  /** As when an editor adds rows later. */
  addRows(
    subjectId: number,
    run: Partial<RowRun> & Pick<RowRun, 'first_id' | 'first_sort' | 'airdate'>,
  ): void;
  /** As when the user marks on the site; 0 deletes. Not in `writes()`. */
  setMark(episodeId: number, type: 0 | MarkType, username?: string): void;
  /** As when the user collects on the site; `null` removes the collection. Not in `writes()`. */
  setCollection(
    subjectId: number,
    change: Partial<Omit<Collection, 'updatedAt'>> | null,
    username?: string,
  ): void;
  /** The token answers 401 from now on. */
  revokeToken(token: string): void;
  restoreToken(token: string): void;
}

function createOutsideChanges({
  wiki,
  members,
  now,
}: {
  wiki: Wiki;
  members: Members;
  now: () => number;
}) {
  function member(username?: string): Member {
    const found = username === undefined ? members.first() : members.named(username);
    if (found === undefined) throw new Error(`The scenario has no Bangumi user ${username ?? ''}`);
    return found;
  }
  return {
    finalState: (username?: string): FinalState => readFinalState(member(username), wiki),
    addRows: (
      subjectId: number,
      run: Partial<RowRun> & Pick<RowRun, 'first_id' | 'first_sort' | 'airdate'>,
    ): void => {
      wiki.addRows(subjectId, { type: 0, count: 1, every_days: 7, name: '', ...run });
    },
    setMark: (episodeId: number, type: 0 | MarkType, username?: string): void => {
      const row = wiki.row(episodeId);
      if (row === undefined) throw new Error(`The scenario has no episode ${episodeId}`);
      members.mark(member(username), [row], type);
    },
    setCollection: (
      subjectId: number,
      change: Partial<Omit<Collection, 'updatedAt'>> | null,
      username?: string,
    ): void => {
      const { collections } = member(username);
      const before = collections.get(subjectId) ?? {
        type: 3,
        private: false,
        rate: 0,
        comment: '',
        tags: [],
      };
      if (change === null) collections.delete(subjectId);
      else collections.set(subjectId, { ...before, ...change, updatedAt: now() });
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
  const { bangumi } = scenarioSchema.parse(options.scenario);
  const clock = options.clock ?? systemClock;
  const limits = options.limits ?? 'real';
  const wiki = createWiki(bangumi);
  const members = createMembers({ bangumi, wiki, clock });
  const now = (): number => clock.now().getTime();
  const revoked = new Set<string>();
  const byToken = (token: string): Member | undefined =>
    revoked.has(token) ? undefined : members.byToken(token);
  const visitorOf = (request: SimRequest): Member | undefined => byToken(readToken(request) ?? '');
  const memberOf = (request: SimRequest): Member =>
    visitorOf(request) ?? refuse(request, 401, 'this API need authorization');
  let writes: BangumiWrite[] = [];
  const deps: CollectionRouteDeps = {
    wiki,
    members,
    now,
    visitorOf,
    memberOf,
    log: (write, request) => {
      const { username } = memberOf(request).source;
      writes.push({
        at: clock.now().toISOString(),
        username,
        endpoint: `${request.method} ${request.pattern}`,
        ...write,
      });
    },
  };
  const watch = createWriteWatch(wiki);
  const server = await startServer(
    {
      routes: [
        ...createWikiRoutes({ wiki, visitorOf }),
        ...createEpisodeStateRoutes(deps),
        ...createCollectionRoutes(deps),
      ],
      guard: createBangumiGuard({
        clock,
        limits: limits === 'real' ? realBangumiLimits : limits,
        memberOf: byToken,
      }),
      unknownRoute,
      serialize: JSON.stringify,
      arrived: watch.arrived,
    },
    options,
  );
  return {
    ...server,
    ...createOutsideChanges({ wiki, members, now }),
    writes: () => [...writes],
    resetWrites: () => {
      writes = [];
    },
    overlappingWrites: watch.overlaps,
    revokeToken: (token) => {
      revoked.add(token);
    },
    restoreToken: (token) => {
      revoked.delete(token);
    },
  };
}
