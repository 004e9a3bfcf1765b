import type { OutboxOptions } from './outbox-options.js';

/** More overflows a timer, which is then no pause at all. */
const longestMs = 2 ** 31 - 1;

type Check = (value: number) => boolean;

const count: Check = (value) => value >= 1 && (Number.isInteger(value) || value === Infinity);
const pause: Check = (value) => value > 0 && value <= longestMs;

/** Values that would freeze or silence an outbox. Throws RangeError. */
export function checkOptions(options: OutboxOptions): void {
  const { batchRecords, flushMs, mostRecords, mostBytes, compactAt, pace } = options;
  const inBatch: Check = (value) => count(value) && value <= 1_000;
  const wait: Check = (value) => value >= 0 && value <= longestMs;
  expectThat('batchRecords', batchRecords, 'a whole number from 1 to 1,000', inBatch);
  expectThat('flushMs', flushMs, 'milliseconds, 0 or more', wait);
  expectThat('mostRecords', mostRecords, 'a whole number, 1 or more', count);
  expectThat('mostBytes', mostBytes, 'a whole number, 1 or more', count);
  expectThat('compactAt', compactAt, 'a number of bytes, 0 or more', (value) => value >= 0);
  expectThat('pace.first', pace?.first, 'milliseconds above 0', pause);
  expectThat('pace.longest', pace?.longest, 'milliseconds above 0', pause);
}

function expectThat(name: string, value: unknown, expected: string, isFit: Check): void {
  if (value === undefined || (typeof value === 'number' && isFit(value))) return;
  throw new RangeError(`expected ${name} to be ${expected}, got ${String(value)}`);
}
