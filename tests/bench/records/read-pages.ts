import { percentile } from '../report.js';
import type { HttpClient } from './http-client.js';
import { sessionCount } from './rows.js';

const tasks = '/api/v1/translation/tasks';
const statuses = ['pending', 'processing', 'completed', 'failed'];

/** What is asked for, and how, differently each time. */
const pages: Readonly<Record<string, (n: number) => string>> = {
  'by session': (n) => `?session_id=s${n % sessionCount}`,
  'by status': (n) => `?status=${statuses[n % statuses.length] ?? ''}`,
  'by date': (n) => `?created_from=${daysAgo(n + 2)}&created_to=${daysAgo(n + 1)}`,
  'by status and date': (n) =>
    `?status=${statuses[n % statuses.length] ?? ''}&created_to=${daysAgo(n / 10)}`,
  newest: () => '',
};

/** The rows that are there before are a second apart, from now back. */
const daysAgo = (days: number): string =>
  new Date(Date.now() - (days % 50) * 86_400_000).toISOString();

/** A page of 50, so many times of each kind, in ms. */
export async function readPages(http: HttpClient, times = 200) {
  const rows = [];
  for (const [page, query] of Object.entries(pages)) {
    const taken: number[] = [];
    for (let n = 0; n < times; n += 1) taken.push(await http.send('GET', `${tasks}${query(n)}`));
    rows.push({ page, ...quantiles(taken) });
  }
  return rows;
}

export const quantiles = (taken: readonly number[]) => ({
  p50: Math.round(percentile(taken, 50) * 10) / 10,
  p99: Math.round(percentile(taken, 99) * 10) / 10,
});
