import { problems } from '../problem-kinds.js';

export interface ProblemRow {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly meaning: string;
}

/** Every problem by status, for whoever documents them. */
export const problemRows = (): ProblemRow[] =>
  Object.entries(problems)
    .map(([code, kind]) => ({ code, ...kind }))
    .sort((left, right) => left.status - right.status);

export const problemMarkdown = (): string =>
  [
    '| code | status | when, and what to do |',
    '|---|---|---|',
    ...problemRows().map(
      ({ code, status, title, meaning }) => `| \`${code}\` | ${status} | ${title}. ${meaning} |`,
    ),
  ].join('\n');
