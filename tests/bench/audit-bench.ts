import { readFile } from './audit/read-file.js';
import { auditBatch, rareWord } from './audit/rows.js';
import type { AuditOffer } from './children/audit-child.js';
import { startChild } from './children/child.js';
import { createHttpClient, type HttpClient } from './records/http-client.js';
import { quantiles } from './records/read-pages.js';
import { limitsOff, type Bench } from './report.js';

const batchRows = 1_000;
const clients = 4;

/** What is asked for; a different one each time where there are many. */
const searches: Readonly<Record<string, (n: number) => string>> = {
  newest: () => '',
  'q: rare Chinese word': () => `q=${rareWord}`,
  'q: common Japanese word': () => 'q=フリーレン',
  'q: one sign': () => 'q=剑',
  'q: one sign in a quarter of all': () => 'q=的',
  'q: sign and number': (n) => `q=第${n % 999}話`,
  'q: two Latin words': () => 'q=attack titan',
  'q: what is nowhere': () => 'q=nowhere',
  'request id': (n) => `request_id=req-${n * 97}`,
  actor: (n) => `actor=u_${n % 500}`,
  'action, outcome, times': () =>
    'action=run.*&outcome=failed&from=2026-11-01T00:00:00Z&to=2026-11-21T00:00:00Z',
};

/** Scale: records, 100,000 unless told otherwise. */
export const auditBench: Bench = async ({ scale, rounds = 100 }, say) => {
  const all = Number(scale[0] ?? 100_000);
  const child = startChild<AuditOffer>('./audit-child.js');
  try {
    const { url, key } = await child.ask.start();
    const http = createHttpClient(url, key);
    const rate = await handIn(http, all, say);
    await child.ask.settle();
    const sizes = await child.ask.sizes();
    const pages = [];
    for (const [page, query] of Object.entries(searches)) {
      const taken: number[] = [];
      for (let n = 0; n < rounds; n += 1)
        taken.push(await http.send('GET', `/api/v1/audit/logs?${encodeURI(query(n))}`));
      pages.push({ page, ...quantiles(taken) });
    }
    const stats = await http.send('GET', '/api/v1/audit/stats?from=2026-10-23T00:00:00Z');
    http.close();
    say('searched');
    const files = [];
    for (const format of ['jsonl', 'csv']) {
      const before = await child.ask.rss();
      const { peak, result } = await watching(child.ask.rss, () =>
        readFile(`${url}/api/v1/audit/logs/export?format=${format}`, key),
      );
      files.push({
        format,
        MB: Math.round(result.bytes / 1e6),
        'MB/s': Math.round(result.bytes / 1e3 / result.ms),
        'records/s': Math.round((all * 1_000) / result.ms),
        'RSS before': Math.round(before),
        'RSS at most': Math.round(peak),
      });
    }
    return {
      limiter: limitsOff,
      notes: [
        `${all} records of other services, half a kilobyte each, ${clients} clients × ${batchRows} over HTTP: ${Math.round(rate)} rows/s.`,
        `Table ${Math.round(sizes.table)} MB, index of words ${Math.round(sizes.words)} MB. Figures of 30 days: ${Math.round(stats)} ms.`,
        `Pages of 50 over HTTP, one after the other, ${rounds} of each kind; ms. RSS of the process of the API, MB.`,
      ],
      rows: pages,
      more: [{ heading: 'Exports of everything', rows: files }],
      raw: { rate, sizes, pages, stats, files },
    };
  } finally {
    await child.ask.stop().finally(child.end);
  }
};

/** Rows a second of all clients together. */
async function handIn(http: HttpClient, all: number, say: (line: string) => void): Promise<number> {
  const began = performance.now();
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < all) {
      const from = next;
      next += batchRows;
      const items = auditBatch(from, Math.min(batchRows, all - from), all);
      await http.send('POST', '/api/v1/audit/logs/batch', Buffer.from(JSON.stringify({ items })));
      if (from % 100_000 === 0)
        say(`${from} records, ${Math.round((from * 1_000) / (performance.now() - began))} rows/s`);
    }
  };
  await Promise.all(Array.from({ length: clients }, work));
  return (all * 1_000) / (performance.now() - began);
}

async function watching<T>(rss: () => Promise<number>, work: () => Promise<T>) {
  let peak = await rss();
  let isOver = false;
  const look = async (): Promise<void> => {
    while (!isOver) {
      peak = Math.max(peak, await rss());
      await new Promise((resolve) => {
        setTimeout(resolve, 100);
      });
    }
  };
  const looking = look();
  const result = await work().finally(() => {
    isOver = true;
  });
  await looking;
  return { peak, result };
}
