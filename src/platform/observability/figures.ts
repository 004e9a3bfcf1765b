import { Counter, Gauge, type Registry } from 'prom-client';
import { withinDeadline } from '../lib/within-deadline.js';
import { spreadText, type Spread } from './spread-text.js';

interface FigureRule {
  readonly help: string;
  readonly labels: readonly string[];
  /** It only grows. */
  readonly counts?: true;
}

/** What the database is asked for; the same in every process. `day`: of the last 24 hours. */
const figureTable = {
  plays: { help: 'Plays of the ledger by where they stand.', labels: ['state'] },
  plays_parked: { help: 'Parked plays by why.', labels: ['reason'] },
  sync_lag_seconds: { help: 'Age of the oldest play that waits to be carried over.', labels: [] },
  sync_runs_total: { help: 'Syncs by how they ended.', labels: ['status'], counts: true },
  sync_run_seconds: {
    help: 'How long syncs of the last 24 hours took that ended well.',
    labels: ['quantile'],
  },
  schedule_ticks_day: {
    help: 'Due times of the last 24 hours by what became of them.',
    labels: ['kind', 'outcome'],
  },
  job_runs_day: { help: 'Runs of jobs in the last 24 hours.', labels: ['job', 'status'] },
  job_last_seconds: { help: 'How long the newest successful run of a job took.', labels: ['job'] },
  connections_ending: {
    help: 'Connections that do not renew themselves and end within seven days.',
    labels: ['service'],
  },
  health: {
    help: 'What health-check found last, as it counts: 1 ok, 0.5 degraded, 0 down.',
    labels: ['component'],
  },
} as const satisfies Readonly<Record<string, FigureRule>>;

type FigureName = keyof typeof figureTable;

export interface Figure {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}
export type Figures = Readonly<Record<FigureName, readonly Figure[]>> & {
  readonly sync_run_duration_seconds: readonly Spread[];
};

/** Of a run with nothing to do, of an evening's episodes, of a first import, of a history of many years. */
export const syncRunBounds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600, 14_400];

/** Counted in the database, which every process reads alike: it survives restarts, and is not to be summed over processes. */
const syncRunDurations = {
  name: 'watchflow_sync_run_duration_seconds',
  help: 'How long syncs took, by what they did and how they ended.',
  bounds: syncRunBounds,
};

const nothing = { sync_run_duration_seconds: [] } as const;

/** However often somebody asks; and so long that a database with much to count does not do so more than a thirtieth of its time. */
const keptMs = 15_000;
const keptTimes = 30;
const patienceMs = 3_000;

export interface FigureSource {
  readonly read: () => Promise<Figures>;
  /** Whether the database is there, told at once; rejects where it is not. */
  readonly ping: () => Promise<unknown>;
}

interface Reading {
  /** Undefined: they took too long. */
  readonly figures: Figures | undefined;
  readonly seconds: number;
  readonly keptUntil: number;
}

/**
 * Answers what brings all of it up to date, and what is to be said besides the registry; never throws. What the database does not
 * tell is left out.
 */
export function watchFigures(
  registry: Registry,
  { read, ping }: FigureSource,
  now: () => number = () => performance.now(),
): () => Promise<string> {
  const registers = [registry];
  const up = new Gauge({
    name: 'watchflow_database_up',
    help: 'Whether the database answers.',
    registers,
  });
  const seconds = new Gauge({
    name: 'watchflow_database_read_seconds',
    help: 'How long it took to answer what these figures ask of it.',
    registers,
  });
  const instruments = Object.entries<FigureRule>(figureTable).map(([name, rule]) => ({
    name,
    rule,
    show: toInstrument(registry, name, rule),
  }));
  const readings = remembering(read, now);
  return async () => {
    const isUp = await answers(ping);
    up.set(isUp ? 1 : 0);
    const reading = await readings(isUp);
    seconds.remove();
    if (reading?.figures !== undefined) seconds.set(reading.seconds);
    const { sync_run_duration_seconds: durations, ...plain } = reading?.figures ?? nothing;
    for (const { name, show } of instruments)
      show(Object.entries(plain).find(([found]) => found === name)?.[1] ?? []);
    return spreadText(syncRunDurations, durations);
  };
}

const answers = (ping: FigureSource['ping']): Promise<boolean> =>
  withinDeadline(ping(), patienceMs).then(
    () => true,
    () => false,
  );

/** Who asks while a reading is under way, or soon after, gets the same; none while the database is away. */
function remembering(read: FigureSource['read'], now: () => number) {
  let last: Promise<Reading> | undefined;
  let keptUntil = Infinity;
  return async (isUp: boolean): Promise<Reading | undefined> => {
    if (!isUp || now() >= keptUntil) last = undefined;
    if (!isUp) return undefined;
    if (last === undefined) {
      keptUntil = Infinity;
      last = take(read, now);
    }
    const reading = await last;
    keptUntil = reading.keptUntil;
    return reading;
  };
}

async function take(read: () => Promise<Figures>, now: () => number): Promise<Reading> {
  const began = now();
  const figures = await withinDeadline(read(), patienceMs).catch(() => undefined);
  const took = now() - began;
  return {
    figures,
    seconds: took / 1_000,
    keptUntil: began + (figures === undefined ? keptMs : Math.max(keptMs, took * keptTimes)),
  };
}

function toInstrument(
  registry: Registry,
  name: string,
  { help, labels, counts }: FigureRule,
): (figures: readonly Figure[]) => void {
  const settings = {
    ...{ name: `watchflow_${name}`, help, labelNames: [...labels], registers: [registry] },
  };
  const instrument = counts === true ? new Counter(settings) : new Gauge(settings);
  return (figures) => {
    // Without labels a reset would say 0, which is an answer.
    instrument.reset();
    if (labels.length === 0 && figures.length === 0) instrument.remove();
    for (const { labels: of, value } of figures) instrument.inc(of, value);
  };
}
