import type { CaseReport, MatchReport } from './run-cases.js';

/** For a person: every case that is not right with its reasons, then the sums. */
export function renderMatchReport(report: MatchReport): string {
  const open = report.cases.filter(({ verdict }) => verdict !== 'right');
  return [
    ...open.flatMap(renderCase),
    `${report.right} of ${report.total} right, ${report.parked} parked, ${report.wrong} wrong (id map ${report.idMap})`,
    `${report.requestsPerCase} requests to Bangumi, ${report.traktRequestsPerCase} to Trakt and ${report.msPerCase} ms a case; id map loaded in ${report.loadMs} ms; ${report.rssMiB} MiB`,
  ].join('\n');
}

function renderCase({ id, numbering, verdict, expected, got, reasons }: CaseReport): string[] {
  const name = numbering === undefined ? id : `${id} (${numbering})`;
  return [
    `${verdict}: ${name}`,
    `  expected ${JSON.stringify(expected)}`,
    `  got      ${JSON.stringify(got)}`,
    ...reasons.map((reason) => `  - ${reason}`),
    '',
  ];
}
