import { unhurried } from '../../src/activities/failures.js';
import type { Fault, FaultControl } from '../../src/simulators/server/fault-control.js';
import type { movableClock } from './movable-clock.js';
import type { FaultCase } from './fault-case.js';
import { anAnime } from './scenario-builders.js';
import type { Person } from './with-people.js';
import type { TestWatchflow } from './with-watchflow.js';

/** What Ann watches: one season, in some cases nine more. */
export const series = anAnime(1, { episodes: 40 });
export const many = Array.from({ length: 9 }, (_, index) => anAnime(10 + index));

export const secondPage = /^\/sync\/history\?.*\bpage=2\b/;
const collections = /^\/v0\/users\/-\/collections\//;
const edgePage = '<!DOCTYPE html><html><title>Attention Required!</title></html>';

const status = (
  code: number,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
): Fault => ({
  kind: 'status',
  status: code,
  body,
  headers,
});
const bangumiSays = (code: number, title: string, description: string): Fault =>
  status(code, { title, description, request_id: '1' });

/** Requests that a trouble of so many milliseconds meets with the pauses people have; tests have shorter ones. */
function attemptsWithin(ms: number): number {
  let attempts = 0;
  for (let at = 0; at < ms; attempts += 1) {
    at += Math.min(unhurried.first * 2 ** attempts, unhurried.longest);
  }
  return attempts;
}

/** How often a fault meets Ann's requests; always unless told otherwise. */
interface Often {
  readonly times?: number;
  readonly probability?: number;
  readonly seed?: number;
}

const usual = {
  retryIn: null,
  parked: {},
  excluded: {},
  healsAfter: 0,
  restsAll: false,
  seasons: [],
  midRun: null,
};
type WrittenCase = Omit<FaultCase, keyof typeof usual> & Partial<FaultCase>;

export interface FaultCasesDeps {
  readonly world: () => TestWatchflow;
  readonly clock: ReturnType<typeof movableClock>;
}

const unread = { isRead: false };
const read = { isRead: true };
const noTrouble = { named: 'success', says: /^nothing$/, ...read };
const nothing = () => () => undefined;

const armed = (
  { faults }: { readonly faults: FaultControl },
  rule: Parameters<FaultControl['add']>[0],
): (() => void) => {
  const handle = faults.add(rule);
  return () => {
    handle.remove();
  };
};

/** Every fault the history sync has to live through, and what becomes of it. Each row of the table in docs/operations.md is one. */
export const faultCases = (deps: FaultCasesDeps): readonly FaultCase[] =>
  [...readingFaults(deps), ...writingFaults(deps), ...changesMidRun(deps)].map((one) => ({
    ...usual,
    ...one,
  }));

const onTrakt =
  ({ world }: FaultCasesDeps) =>
  (fault: Fault, often: Often = {}): FaultCase['strike'] =>
  ({ traktToken: token }) =>
    armed(world().trakt, { match: { path: secondPage, token }, fault, ...often });

function readingFaults(deps: FaultCasesDeps): readonly WrittenCase[] {
  const strike = onTrakt(deps);
  return [
    {
      what: 'page 2 of the history fails',
      named: 'upstream-down',
      says: /^trakt GET .*: unavailable \(status 500; oops\)$/,
      ...unread,
      strike: strike(status(500, { message: 'oops' })),
    },
    {
      what: 'a page of HTML with status 200',
      named: 'upstream-down',
      says: /^trakt GET .*: malformed \(status 200; an HTML page instead of JSON\)$/,
      ...unread,
      strike: strike({ kind: 'html-200' }),
    },
    {
      what: 'a torn body',
      named: 'upstream-down',
      says: /^trakt GET .*: malformed \(status 200; torn JSON of \d+ characters\)$/,
      ...unread,
      strike: strike({ kind: 'torn-json' }),
    },
    {
      what: '503 for thirty seconds',
      ...noTrouble,
      strike: strike(status(503, edgePage), { times: attemptsWithin(30_000) }),
    },
    {
      what: '429 with a wait that is sat out',
      ...noTrouble,
      strike: strike(status(429, undefined, { 'retry-after': '1' }), { times: 1 }),
    },
    {
      what: '429 with an hour to wait',
      named: 'rate-limited',
      says: /wait 3600 s/,
      retryIn: 60,
      healsAfter: 1.1,
      ...unread,
      strike: strike(status(429, undefined, { 'retry-after': '3600' })),
    },
    {
      what: 'a time-out while Trakt is read',
      ...noTrouble,
      strike: strike({ kind: 'time-out', afterApplying: false }, { times: 2 }),
    },
    {
      what: '420',
      named: 'failed',
      says: /^trakt GET .*: account-limit \(status 420\)$/,
      ...unread,
      strike: strike(status(420)),
    },
    {
      what: '403 of the edge before Trakt',
      named: 'upstream-down',
      says: /^trakt GET .*: edge-blocked \(status 403; an HTML page, not Trakt\)$/,
      ...unread,
      strike: strike(status(403, edgePage)),
    },
    {
      what: "the operator's app blocked",
      named: 'app-blocked',
      says: /^trakt GET .*: app-blocked \(status 403; Forbidden\)$/,
      ...unread,
      restsAll: true,
      // Until one request may try again.
      healsAfter: 0.3,
      strike: strike(status(403, 'Forbidden', { 'content-type': 'text/plain' })),
    },
  ];
}

function writingFaults({ world }: FaultCasesDeps): readonly WrittenCase[] {
  const strike =
    (fault: Fault, often: Often = {}, method = /PATCH/): FaultCase['strike'] =>
    ({ bangumiToken: token }) => {
      const methods = ['POST', 'PATCH', 'PUT'].filter((name) => method.test(name));
      const ends = methods.map((name) =>
        armed(world().bangumi, {
          match: { method: name, path: collections, token },
          fault,
          ...often,
        }),
      );
      return () => {
        for (const end of ends) end();
      };
    };
  return [
    {
      what: "429 without a time: Bangumi's ban of an hour",
      named: 'rate-limited',
      says: /wait 3600 s/,
      retryIn: 60,
      healsAfter: 1.1,
      ...read,
      strike: strike(bangumiSays(429, 'Too Many Request', 'you have be rate limited')),
    },
    {
      what: 'a time-out after the write was carried out',
      ...noTrouble,
      strike: strike({ kind: 'time-out', afterApplying: true }, { times: 1 }),
    },
    {
      what: 'one write in five answered with 500',
      ...noTrouble,
      seasons: many,
      strike: strike(
        bangumiSays(500, 'Internal Server Error', 'boom'),
        { probability: 0.2, seed: 7 },
        /POST|PATCH/,
      ),
    },
    {
      what: 'every write answered with 503',
      named: 'upstream-down',
      says: /7 plays could not be written to Bangumi; the next run tries again/,
      parked: { 'upstream-down': 7 },
      ...read,
      strike: strike(bangumiSays(503, 'Service Unavailable', 'later')),
    },
    {
      what: 'the writes refused',
      named: 'incomplete',
      says: /7 plays are refused by Bangumi.*tried again from/,
      parked: { refused: 7 },
      healsAfter: 1.1,
      ...read,
      strike: strike(bangumiSays(400, 'Bad Request', 'invalid input'), {}, /PATCH|PUT/),
    },
    {
      what: 'writes taken that never show',
      named: 'incomplete',
      says: /7 plays are refused by Bangumi.*tried again from/,
      parked: { refused: 7 },
      healsAfter: 1.1,
      ...read,
      strike: strike(status(204)),
    },
    {
      what: '403 of the edge before Bangumi',
      named: 'upstream-down',
      says: /^bangumi PATCH .*: edge-blocked \(status 403; an HTML page, not Bangumi\)$/,
      ...read,
      strike: strike(status(403, edgePage)),
    },
    {
      what: 'the subject merged, deleted or locked mid-run',
      named: 'incomplete',
      says: /7 plays are refused by Bangumi \(subject locked or gone/,
      parked: { refused: 7 },
      healsAfter: 25,
      ...read,
      strike: strike(bangumiSays(404, 'Not Found', 'subject not found')),
    },
  ];
}

function changesMidRun(deps: FaultCasesDeps): readonly WrittenCase[] {
  const { world, clock } = deps;
  const connectAgain = (ann: Person, service: 'trakt' | 'bangumi') =>
    world().watchflow.db.connection.update({
      where: { userId_service: { userId: ann.userId, service } },
      data: { state: 'connected' },
    });
  return [
    {
      what: 'the pages shift while they are read',
      ...noTrouble,
      strike: nothing,
      midRun: (ann) => ann.watch(series, { from: 20, at: '2026-11-05T12:00:00.000Z' }),
    },
    {
      what: "Trakt's token revoked mid-run",
      named: 'needs-reauth',
      says: /^trakt GET .*: unauthorized \(status 401\)$/,
      ...unread,
      strike: (ann) => () => {
        world().trakt.restoreToken(ann.traktToken);
        return connectAgain(ann, 'trakt');
      },
      midRun: (ann) => {
        world().trakt.revokeToken(ann.traktToken);
      },
    },
    {
      what: "Bangumi's token revoked mid-run",
      named: 'needs-reauth',
      says: /^bangumi GET .*: unauthorized \(status 401; access token has been expired or doesn't exist\)$/,
      parked: { 'needs-reauth': 7 },
      ...read,
      strike: (ann) => () => {
        world().bangumi.restoreToken(ann.bangumiToken);
        return connectAgain(ann, 'bangumi');
      },
      midRun: (ann) => {
        world().bangumi.revokeToken(ann.bangumiToken);
      },
    },
    {
      what: 'the settings changed mid-run',
      ...noTrouble,
      excluded: { filtered: 7 },
      strike: (ann) => () =>
        world().watchflow.history.settings.change(ann.userId, { episodes: true }),
      midRun: (ann) => world().watchflow.history.settings.change(ann.userId, { episodes: false }),
    },
    ...[-10, 10].map((minutes) => ({
      what: `our clock ${minutes} minutes off, and a wait of 200 seconds named by a date`,
      named: 'rate-limited',
      says: /wait (1[5-9]\d|200) s/, // against our own clock: none at all, or thirteen minutes
      retryIn: 3,
      healsAfter: 1.1,
      ...unread,
      strike: (ann: Person) => {
        clock.moveOn(minutes / 60);
        const until = new Date(Date.now() + 200_000).toUTCString();
        const fault = status(429, undefined, { 'retry-after': until });
        const end = onTrakt(deps)(fault, { times: 1 })(ann);
        return () => {
          end();
          clock.moveOn(-minutes / 60);
        };
      },
    })),
  ];
}
