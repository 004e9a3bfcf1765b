import { createLogger } from '../../../src/platform/observability/create-logger.js';
import { bangumiUserAgent, createBangumiClient } from '../../../src/upstream/bangumi/index.js';
import {
  createTraktClient,
  traktUserAgent,
  type TraktPlay,
} from '../../../src/upstream/trakt/index.js';
import { serveParent } from './child.js';
import { measureProcess } from './measure-process.js';
import type { BenchPerson } from '../world.js';

/** Bangumi's `watched`, of an episode and of a subject's `watching`. */
const done = 2;
const watching = 3;
const pageSize = 100;

const rest = {
  limits: 'off',
  http: { retries: 0 },
  log: createLogger({ level: 'error', format: 'json' }),
} as const;

interface Urls {
  readonly traktUrl: string;
  readonly bangumiUrl: string;
}

async function readPlays(trakt: ReturnType<typeof createTraktClient>, accessToken: string) {
  const access = { accessToken, limitKey: 'naive' };
  const plays: TraktPlay[] = [];
  for (let page = 1, pageCount = 1; page <= pageCount; page += 1) {
    const answer = await trakt.readHistoryPage(access, { page, limit: pageSize });
    plays.push(...answer.items);
    ({ pageCount } = answer);
  }
  return plays;
}

type Bangumi = ReturnType<typeof createBangumiClient>;

/** Gives the naïve way the matching for nothing: it is told subject and episode. */
async function markOne(
  bangumi: Bangumi,
  person: BenchPerson,
  { show, number }: { show: number; number: number },
): Promise<boolean> {
  const access = { accessToken: person.bangumiToken, limitKey: 'naive' };
  const season = person.seasons.find((one) => one.show === show);
  if (season === undefined) throw new Error(`${person.name} has not seen show ${show}.`);
  const { subjectId, firstRow } = season;
  const episodeId = firstRow + number - 1;
  const collection = await bangumi.readCollection(access, { username: person.name, subjectId });
  if (collection === null) await bangumi.collectSubject(access, { subjectId, type: watching });
  const states = await bangumi.readEpisodeStates(access, subjectId);
  if (states.find(({ episode }) => episode.id === episodeId)?.type === done) return false;
  await bangumi.markEpisode(access, { episodeId, type: done });
  return true;
}

const offer = {
  /** One play after the other: get-collection, get-state, put. */
  async sync({ traktUrl, bangumiUrl }: Urls, person: BenchPerson) {
    const trakt = createTraktClient({
      apiUrl: traktUrl,
      clientId: 'bench',
      userAgent: traktUserAgent('0.0.1'),
      ...rest,
    });
    const bangumi = createBangumiClient({
      apiUrl: bangumiUrl,
      userAgent: bangumiUserAgent('0.0.1'),
      ...rest,
    });
    const measured = measureProcess();
    const began = performance.now();
    let plays = 0;
    for (const play of await readPlays(trakt, person.traktToken)) {
      if (play.type !== 'episode') continue;
      const at = { show: play.show.ids.trakt, number: play.episode.number };
      if (await markOne(bangumi, person, at)) plays += 1;
    }
    const wallMs = Math.round(performance.now() - began);
    return { plays, wallMs, ...measured() };
  },
};

export type NaiveOffer = typeof offer;
serveParent(offer);
