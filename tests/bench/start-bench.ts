import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from './children/child.js';
import { median, ratio, type Bench } from './report.js';
import type { StartOffer } from './children/start-child.js';

interface Figures {
  readonly readyMs: number;
  readonly stopMs: number;
  readonly rss: { readonly node: number; readonly postgres: number; readonly temporal: number };
}

/** Without scales. */
export const startBench: Bench = async ({ rounds = 3 }, say) => {
  const cold: Figures[] = [];
  const warm: Figures[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const dataDir = await mkdtemp(join(tmpdir(), 'watchflow-bench-'));
    try {
      cold.push(await startOnce(dataDir));
      warm.push(await startOnce(dataDir));
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
    say(`cold ${cold.at(-1)?.readyMs ?? 0} ms, warm ${warm.at(-1)?.readyMs ?? 0} ms`);
  }
  const cases = [
    { name: 'cold', figures: cold.slice(1) },
    { name: 'warm', figures: warm.slice(1) },
  ];
  const [coldMs, warmMs] = cases.map(({ figures }) => median(figures.map((one) => one.readyMs)));
  const compared = `warm : cold = ${ratio(warmMs ?? 0, coldMs ?? 0)}`;
  return {
    limiter: 'on, but nobody is asked',
    notes: [...notes, compared],
    rows: cases.map(toRow),
    raw: cases,
  };
};

async function startOnce(dataDir: string): Promise<Figures> {
  const began = performance.now();
  const child = startChild<StartOffer>('./start-child.js');
  try {
    const rss = await child.ask.start(dataDir);
    const readyMs = Math.round(performance.now() - began);
    const stopping = performance.now();
    await child.ask.stop();
    return { readyMs, stopMs: Math.round(performance.now() - stopping), rss };
  } finally {
    await child.end();
  }
}

const notes = [
  'Median of 3 after a warm-up. From the start of the Node process until /health answers 200; cold: an empty data folder',
  '(initdb, schema, new Temporal file), warm: the same folder again. Programs were fetched before. RSS at that moment, MiB.',
];

function toRow({ name, figures }: { name: string; figures: readonly Figures[] }) {
  const of = (what: (one: Figures) => number): number => median(figures.map(what));
  return {
    start: name,
    'ready ms': of(({ readyMs }) => readyMs),
    'stop ms': of(({ stopMs }) => stopMs),
    node: of(({ rss }) => rss.node),
    postgres: of(({ rss }) => rss.postgres),
    temporal: of(({ rss }) => rss.temporal),
  };
}
