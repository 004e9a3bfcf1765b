import { z } from 'zod';
import { until } from '../eventually.js';
import type { TestTitle } from '../scenario-builders.js';
import { accountIn, type Account } from './account.js';
import { openBrowser, type Browser } from './browser.js';
import type { Installation } from './installation.js';

export interface PersonFacts {
  readonly name: string;
  /** What they are called at both services. */
  readonly service: string;
  readonly acceptLanguage: string;
}

/** Somebody with a browser of their own, who watches things and looks at Bangumi. */
export interface Person extends PersonFacts {
  readonly browser: Browser;
  readonly account: Account;
  /** Id of the user; asked once they are signed in. */
  id(): Promise<string>;
  /** A play appears at Trakt. */
  watch(title: TestTitle, number: number): void;
  /** What must become of the plays so far: Trakt's id → state. */
  plays(): ReadonlyMap<string, string>;
  isMarked(title: TestTitle, number: number): boolean;
  /** Bangumi shows the episode as watched. */
  marked(title: TestTitle, number: number, patienceMs?: number): Promise<void>;
  /** As often as the settings allow. */
  runEveryMinute(): Promise<void>;
  /** When the schedule of a minute was due first. */
  firstDue(): string;
  /** A schedule that is due within the second may run before its setting is answered: then that was the first time. */
  sawTick(at: string): void;
  /** Runs the schedule out of turn. */
  runNow(): Promise<void>;
  /** How often they did. */
  timesRunNow(): number;
}

/** Bangumi's mark for an episode that was watched. */
const done = 2;
const signedIn = z.looseObject({ user: z.looseObject({ id: z.string() }) });

export function personAt({ home, trakt, bangumi }: Installation, facts: PersonFacts): Person {
  const { service, acceptLanguage } = facts;
  const browser = openBrowser({ home, acceptLanguage });
  const account = accountIn(browser);
  const plays = new Map<string, string>();
  let firstDue = '';
  let timesRun = 0;

  const isMarked = ({ subjectId, row }: TestTitle, number: number): boolean =>
    bangumi.finalState(service).episodes[subjectId]?.[row(number)] === done;

  return {
    ...facts,
    browser,
    account,
    isMarked,
    id: async () => signedIn.parse((await browser.api('GET', '/api/v1/me')).body).user.id,
    watch({ traktId, show }, number) {
      const id = trakt.addPlay(
        { show: traktId, season: 1, number, watchedAt: new Date().toISOString() },
        { username: service },
      );
      plays.set(id, show?.tmdb === null ? 'parked' : 'proven');
    },
    plays: () => plays,
    async marked(title, number, patienceMs) {
      const what = `episode ${number} of ${service} on Bangumi`;
      await until(() => isMarked(title, number), what, patienceMs);
    },
    async runEveryMinute() {
      const { next_runs: runs } = await account.setSchedule({ sync_interval: '1m' });
      firstDue = runs[0]?.at ?? '';
    },
    firstDue: () => firstDue,
    sawTick(at) {
      if (at < firstDue) firstDue = at;
    },
    async runNow() {
      timesRun += 1;
      await account.runSchedule();
    },
    timesRunNow: () => timesRun,
  };
}
