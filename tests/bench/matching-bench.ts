import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import {
  createAnswerBook,
  createIdMap,
  decide,
  decideTogether,
  type EpisodeItem,
} from '../../src/areas/matching/index.js';
import { createMemoryAnswers } from '../../src/main/match/memory-answers.js';
import { createLogger } from '../../src/platform/observability/create-logger.js';
import { startBangumiSimulator, startTraktSimulator } from '../../src/simulators/index.js';
import { createBangumiClient } from '../../src/upstream/bangumi/index.js';
import { createTraktClient } from '../../src/upstream/trakt/index.js';
import { makeSeasons, token, type Season } from './matching-world.js';
import { limitsOff, median, percentile, type Bench } from './report.js';

const never = Number.POSITIVE_INFINITY;
const log = createLogger({ level: 'warn', format: 'pretty' });

/** Without scales: 10,000 episodes of every kind of season, and the packaged id map in a process of its own. */
export const matchingBench: Bench = async ({ rounds = 5 }, say) => {
  const map = await loadPackaged(rounds);
  say(`id map loaded in ${map.loadMs} ms, ${map.rssMiB} MiB more`);
  const seasons = makeSeasons();
  const asked = await askAnew(seasons);
  say('every season asked anew');
  const warm = await decideWarm(seasons, rounds);
  return {
    limiter: limitsOff,
    notes,
    rows: warm,
    more: [
      { heading: 'Requests per never-seen season', rows: asked },
      { heading: 'The packaged id map', rows: [map] },
    ],
    raw: { warm, asked, map },
  };
};

const notes = [
  'Warm decision: 10,000 episodes, every answer of Bangumi in memory, after one round that is not counted; µs for one, median and p99 of all',
  'rounds, and of the slowest kind of season. Requests: every season anew, decided as a whole; tables: its own and those of earlier cours.',
  'Id map: a fresh process each time, median; memory is what the process grows by, garbage of parsing included.',
];

type Row = Readonly<Record<string, string | number>>;

/** A process that has done nothing else: what it grows by is the map. */
async function loadPackaged(rounds: number): Promise<{ loadMs: number; rssMiB: number }> {
  const area = new URL('../../dist/areas/matching/index.js', import.meta.url);
  const script = `const { loadIdMap } = await import(${JSON.stringify(area.href)});
    const before = process.memoryUsage.rss(); const began = performance.now();
    const map = await loadIdMap({ log: { warn() {} } });
    console.log(JSON.stringify({ loadMs: performance.now() - began, rssMiB: (process.memoryUsage.rss() - before) / 1048576, size: map.size }));`;
  const found = [];
  for (let round = 0; round < rounds; round += 1) {
    const args = ['--input-type=module', '--eval', script];
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      cwd: fileURLToPath(new URL('../../', import.meta.url)),
    });
    found.push(z.object({ loadMs: z.number(), rssMiB: z.number() }).parse(JSON.parse(stdout)));
  }
  return {
    loadMs: Math.round(median(found.map(({ loadMs }) => loadMs))),
    rssMiB: Math.round(median(found.map(({ rssMiB }) => rssMiB))),
  };
}

async function open(seasons: readonly Season[]) {
  const subjects = seasons.flatMap((season) => season.subjects);
  const scenario = {
    name: 'bench',
    trakt: { users: [{ token, username: 'bench' }], shows: seasons.map(({ show }) => show) },
    bangumi: { users: [{ token, id: 1, username: 'bench' }], subjects },
  };
  const bangumi = await startBangumiSimulator({ scenario, limits: 'off' });
  const trakt = await startTraktSimulator({ scenario, limits: 'off' });
  const common = { userAgent: 'watchflow-bench', limits: 'off', log } as const;
  const clients = {
    bangumi: createBangumiClient({ apiUrl: bangumi.url, ...common }),
    trakt: createTraktClient({ apiUrl: trakt.url, clientId: 'bench', ...common }),
  };
  const access = { accessToken: token, limitKey: 'bench' };
  const idMap = createIdMap(
    seasons.flatMap(({ mapItems }) => mapItems),
    'bench',
  );
  const openBook = () =>
    createAnswerBook({
      asking: {
        bangumi: { bangumi: clients.bangumi, access },
        trakt: { trakt: clients.trakt, access: () => Promise.resolve(access) },
      },
      store: createMemoryAnswers(),
      clock: { now: () => new Date() },
    });
  const close = async (): Promise<void> => {
    for (const client of Object.values(clients)) client.destroy();
    await Promise.all([bangumi.stop(), trakt.stop()]);
  };
  return { bangumi, trakt, idMap, openBook, close };
}

type Opened = Awaited<ReturnType<typeof open>>;
type Book = ReturnType<Opened['openBook']>;

const begin = (item: EpisodeItem, { idMap }: Opened, book: Book) =>
  decide(item, { idMap, facts: book.facts, liveAction: 'all' });

const decideAll = (items: readonly EpisodeItem[], opened: Opened, book: Book) =>
  decideTogether(
    items.map((item) => begin(item, opened, book)),
    (asks) => book.lookUp(asks, never),
  );

async function askAnew(seasons: readonly Season[]): Promise<Row[]> {
  const opened = await open(seasons);
  const rows: Row[] = [];
  try {
    for (const [kind, same] of byKind(seasons)) {
      const found = [];
      for (const { items } of same.slice(0, 20)) {
        opened.bangumi.resetCounts();
        opened.trakt.resetCounts();
        const decisions = await decideAll(items, opened, opened.openBook());
        const { 'GET /v0/episodes': tables = 0, ...others } = opened.bangumi.counts();
        const matched = decisions.filter((decision) => decision.kind === 'matched').length;
        found.push({
          tables,
          others: sumOf(others),
          trakt: sumOf(opened.trakt.counts()),
          matched: matched / items.length,
        });
      }
      rows.push({
        season: kind,
        seasons: found.length,
        'matched %': Math.round(median(found.map(({ matched }) => matched)) * 100),
        tables: Math.max(...found.map(({ tables }) => tables)),
        'besides them': Math.max(...found.map(({ others }) => others)),
        'to Trakt': Math.max(...found.map(({ trakt }) => trakt)),
      });
    }
  } finally {
    await opened.close();
  }
  return rows;
}

const sumOf = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0);

function byKind(seasons: readonly Season[]): Map<string, Season[]> {
  const kinds = new Map<string, Season[]>();
  for (const season of seasons) kinds.set(season.kind, [...(kinds.get(season.kind) ?? []), season]);
  return kinds;
}

async function decideWarm(seasons: readonly Season[], rounds: number): Promise<Row[]> {
  const opened = await open(seasons);
  try {
    const items = seasons.flatMap((season) =>
      season.items.map((item) => ({ item, kind: season.kind })),
    );
    const book = opened.openBook();
    await decideAll(
      items.map(({ item }) => item),
      opened,
      book,
    );
    const taken: { readonly kind: string; readonly micros: number }[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      for (const { item, kind } of items) {
        const began = performance.now();
        const { done } = begin(item, opened, book).next();
        const micros = (performance.now() - began) * 1000;
        if (done !== true) throw new Error(`${kind} asks for more when everything is known.`);
        if (round > 0) taken.push({ kind, micros });
      }
    }
    return [{ kind: 'all', micros: 0 }, ...byFirst(taken)].map(({ kind }) => {
      const own = taken.filter((one) => kind === 'all' || one.kind === kind);
      const micros = own.map((one) => one.micros);
      return {
        season: kind,
        decisions: own.length,
        'µs median': Math.round(median(micros)),
        'µs p99': Math.round(percentile(micros, 99)),
      };
    });
  } finally {
    await opened.close();
  }
}

const byFirst = <T extends { readonly kind: string }>(taken: readonly T[]): T[] => [
  ...new Map(taken.map((one) => [one.kind, one])).values(),
];
