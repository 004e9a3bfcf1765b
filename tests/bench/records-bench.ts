import { startChild } from './children/child.js';
import type { RecordsOffer } from './children/records-child.js';
import { limitsOff, median, ratio, type Bench } from './report.js';
import { createHttpClient, type HttpClient } from './records/http-client.js';
import { quantiles, readPages } from './records/read-pages.js';
import { aBatch, type BatchPlan } from './records/rows.js';

const batchRows = 1_000;
const clients = 8;
const batchesPerRound = 40;

/** What the product has to reach. */
const leastRows = 10_000;
const leastShare = 0.5;

/** Scale: rows that are there before, 200,000 unless told otherwise. */
export const recordsBench: Bench = async ({ scale, rounds = 3 }, say) => {
  const prefilled = Number(scale[0] ?? 200_000);
  const child = startChild<RecordsOffer>('./records-child.js');
  const plan = createPlanner(prefilled);
  try {
    const { url, key } = await child.ask.start(prefilled);
    const settings = await child.ask.settings();
    say(`${prefilled} rows are there`);
    const http = createHttpClient(url, key);
    const rates: { bare: number; text: number; http: number; nodeCpu: number }[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const bare = await child.ask.bare(plan.batches(15), 'binary');
      const cpuBefore = await child.ask.cpuMs();
      const overHttp = await writeOverHttp(http, plan.batches(batchesPerRound));
      const nodeCpu = (await child.ask.cpuMs()) - cpuBefore;
      const text = await child.ask.bare(plan.batches(15), 'text');
      rates.push({ bare, text, http: overHttp, nodeCpu });
      say(
        `bare ${Math.round(bare)}, as text ${Math.round(text)}, over HTTP ${Math.round(overHttp)} rows/s`,
      );
    }
    const oneByOne = await child.ask.oneByOne(plan.one(300));
    const createMany = await child.ask.createMany({ ...plan.one(batchRows), newOfTen: 10 });
    const alone = await writeSingly(http, plan, 200);
    say('single writes under load');
    const loaded = await underLoad(http, plan, () => writeSingly(http, plan, 200));
    const queries = await readPages(http);
    http.close();
    // The first round warms up.
    const counted = rates.slice(1);
    const of = (name: keyof (typeof rates)[number]) => median(counted.map((one) => one[name]));
    const share = of('http') / of('bare');
    const rows = [
      { what: 'bare unnest upsert, binary arrays', 'rows/s': of('bare') },
      { what: 'bare unnest upsert, arrays as text', 'rows/s': of('text') },
      { what: `over HTTP, ${clients} clients × ${batchRows}`, 'rows/s': of('http') },
      { what: 'Prisma createMany (inserts alone)', 'rows/s': createMany },
      { what: 'Prisma upsert, one by one', 'rows/s': oneByOne },
    ].map((row) => ({
      ...row,
      'rows/s': Math.round(row['rows/s']),
      ': bare': ratio(row['rows/s'], of('bare')),
    }));
    return {
      limiter: limitsOff,
      notes: [
        ...notes,
        `${prefilled} rows before; ${Object.entries(settings)
          .map(([name, value]) => `${name} = ${value}`)
          .join(', ')}.`,
        `Node's CPU per 1,000 rows over HTTP: ${Math.round(of('nodeCpu') / batchesPerRound)} ms. Over HTTP : as text = ${ratio(of('http'), of('text'))}.`,
      ],
      rows,
      more: [
        {
          heading: 'One item a request, ms',
          rows: [
            { when: 'alone', ...quantiles(alone) },
            { when: `beside ${clients} clients × ${batchRows}`, ...quantiles(loaded) },
          ],
        },
        { heading: `A page of 50 over HTTP, ms`, rows: queries },
      ],
      raw: { rates, oneByOne, createMany, alone, loaded, queries },
      failure: faultOf(of('http'), share),
    };
  } finally {
    await child.ask.stop().finally(child.end);
  }
};

const notes = [
  'Rows of a kilobyte, 70 % new, 30 % updates spread over all; every rate is of acknowledged rows, on the disk. Median of the rounds',
  'after a warm-up, bare and HTTP in turn, on one table with one statement. Server, database and clients share the machine.',
];

const faultOf = (rate: number, share: number): string | undefined =>
  rate < leastRows || share < leastShare
    ? `${Math.round(rate)} rows/s over HTTP, ${share.toFixed(2)} of the bare statement; wanted are ${leastRows} and ${leastShare}`
    : undefined;

interface Planner {
  one(rows: number): BatchPlan;
  batches(count: number): readonly BatchPlan[];
}

function createPlanner(prefilled: number): Planner {
  let from = 0;
  let version = 2;
  const one = (rows: number): BatchPlan => {
    const plan = { from, rows, prefilled, version, newOfTen: 7 };
    from += rows;
    version += 1;
    return plan;
  };
  return { one, batches: (count) => Array.from({ length: count }, () => one(batchRows)) };
}

const tasks = '/api/v1/translation/tasks';
const toBody = (plan: BatchPlan): Buffer => Buffer.from(JSON.stringify({ items: aBatch(plan) }));

/** Rows a second of all clients together. The bodies are made before. */
async function writeOverHttp(http: HttpClient, plans: readonly BatchPlan[]): Promise<number> {
  const bodies = plans.map(toBody);
  const began = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let body = bodies.pop(); body !== undefined; body = bodies.pop())
        await http.send('POST', `${tasks}/batch`, body);
    }),
  );
  return (plans.length * batchRows * 1000) / (performance.now() - began);
}

async function writeSingly(http: HttpClient, plan: Planner, times: number): Promise<number[]> {
  const taken: number[] = [];
  for (let time = 0; time < times; time += 1)
    taken.push(await http.send('POST', `${tasks}/batch`, toBody(plan.one(1))));
  return taken;
}

async function underLoad<T>(http: HttpClient, plan: Planner, act: () => Promise<T>): Promise<T> {
  let over = false;
  const load = Array.from({ length: clients }, async () => {
    while (!over) await http.send('POST', `${tasks}/batch`, toBody(plan.one(batchRows)));
  });
  try {
    return await act();
  } finally {
    over = true;
    await Promise.all(load);
  }
}
