import { startChild } from './children/child.js';
import type { RecordsOffer } from './children/records-child.js';
import { createHttpClient } from './records/http-client.js';
import { readPages } from './records/read-pages.js';
import { limitsOff, type Bench } from './report.js';

/** Scale: rows that are there, 5,000,000 unless told otherwise. */
export const recordsPagesBench: Bench = async ({ scale, rounds = 500 }, say) => {
  const rows = Number(scale[0] ?? 5_000_000);
  const child = startChild<RecordsOffer>('./records-child.js');
  try {
    const began = performance.now();
    const { url, key } = await child.ask.start(rows);
    say(`${rows} rows are there, after ${Math.round((performance.now() - began) / 1000)} s`);
    const http = createHttpClient(url, key);
    await readPages(http, 20);
    const pages = await readPages(http, rounds);
    http.close();
    return {
      limiter: limitsOff,
      notes: [
        `A page of 50 among ${rows} rows of a kilobyte over HTTP, one request after the other, ${rounds} of each kind after 20 to warm up; ms.`,
      ],
      rows: pages,
      raw: pages,
    };
  } finally {
    await child.ask.stop().finally(child.end);
  }
};
