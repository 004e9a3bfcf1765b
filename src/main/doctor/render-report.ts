import type { CheckStatus } from './check.js';
import type { CheckResult, DoctorReport } from './run-doctor.js';

const marks: Readonly<Record<CheckStatus, string>> = {
  ok: '✓',
  warning: '!',
  fault: '✗',
  skipped: '–',
};
const narrowest = 40;

/** For people: one row a check, its advice below it. */
export function renderDoctorReport({ version, counts, checks }: DoctorReport, width = 100): string {
  const nameWidth = Math.max(...checks.map(({ name }) => name.length), 0);
  const rows = checks.flatMap((check) => renderCheck(check, nameWidth, width));
  const { ok, warning, fault, skipped } = counts;
  const sum = `${fault} faults, ${warning} warnings, ${ok} ok, ${skipped} skipped`;
  return [`watchflow doctor ${version}`, '', ...rows, '', sum].join('\n');
}

function renderCheck(
  { status, name, found, advice }: CheckResult,
  nameWidth: number,
  width: number,
): string[] {
  const indent = ' '.repeat(nameWidth + 14);
  const room = Math.max(width - indent.length, narrowest);
  const [first = '', ...others] = wrap(found, room);
  const advised = advice === undefined ? [] : wrap(advice, room - 2);
  return [
    `${marks[status]} ${status.padEnd(8)}  ${name.padEnd(nameWidth)}  ${first}`,
    ...others.map((line) => indent + line),
    ...advised.map((line, index) => `${indent}${index === 0 ? '→ ' : '  '}${line}`),
  ];
}

function wrap(text: string, room: number): string[] {
  return text.split('\n').flatMap((line) => {
    const lines: string[] = [];
    for (const word of line.split(' ')) {
      const last = lines.at(-1);
      if (last === undefined || last.length + 1 + word.length > room) lines.push(word);
      else lines[lines.length - 1] = `${last} ${word}`;
    }
    return lines;
  });
}
