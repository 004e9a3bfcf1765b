import type { OutboxOptions } from './outbox-options.js';

/** More overflows a timer, which is then no pause at all. */
const longestMs = 2 ** 31 - 1;

interface Expected {
  readonly words: string;
  readonly isFit: (value: number) => boolean;
}

const isCount = (value: number) => value >= 1 && (Number.isInteger(value) || value === Infinity);
const count: Expected = { words: 'a whole number, 1 or more', isFit: isCount };
const inBatch: Expected = {
  words: 'a whole number from 1 to 1,000',
  isFit: (value) => isCount(value) && value <= 1_000,
};
const wait: Expected = {
  words: `milliseconds from 0 to ${longestMs}`,
  isFit: (value) => value >= 0 && value <= longestMs,
};
const pause: Expected = {
  words: `milliseconds above 0, ${longestMs} at most`,
  isFit: (value) => value > 0 && value <= longestMs,
};
const size: Expected = { words: 'bytes, 0 or more', isFit: (value) => value >= 0 };

/** Values that would freeze or silence an outbox. Throws RangeError. */
export function checkOptions(options: OutboxOptions): void {
  const { batchRecords, flushMs, mostRecords, mostBytes, compactAt, pace } = options;
  check({ batchRecords }, inBatch);
  check({ flushMs }, wait);
  check({ mostRecords, mostBytes }, count);
  check({ compactAt }, size);
  check({ 'pace.first': pace?.first, 'pace.longest': pace?.longest }, pause);
  check({ 'pace.slowly': pace?.slowly }, pause);
}

function check(values: Readonly<Record<string, unknown>>, { words, isFit }: Expected): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || (typeof value === 'number' && isFit(value))) continue;
    throw new RangeError(`expected ${name} to be ${words}, got ${inWords(value)}`);
  }
}

const inWords = (value: unknown): string =>
  typeof value === 'number' ? String(value) : `a ${typeof value}`;
