import { describe, expect, it } from '@jest/globals';
import { OverdueError, withinLimit } from '../../../src/activities/within-limit.js';

const never = new AbortController().signal;
const long = { limitMs: 60_000, graceMs: 60_000, cancelled: never };
const short = { limitMs: 5, graceMs: 5, cancelled: never };

const onceTold = (signal: AbortSignal, then: (settle: Settle) => void) =>
  new Promise<string>((resolve, reject) => {
    signal.addEventListener('abort', () => {
      then({ resolve, reject });
    });
  });

interface Settle {
  readonly resolve: (value: string) => void;
  readonly reject: (error: Error) => void;
}

describe('work within its limit', () => {
  it('is what it comes to', async () => {
    expect(await withinLimit(() => Promise.resolve('done'), long)).toBe('done');
    const failing = () => Promise.reject(new Error('the disk is full'));
    await expect(withinLimit(failing, long)).rejects.toThrow('the disk is full');
  });

  it('is overdue when it stops at its limit, and when it does not heed that', async () => {
    const heeds = (signal: AbortSignal) =>
      onceTold(signal, ({ reject }) => {
        reject(new Error('stopped'));
      });
    await expect(withinLimit(heeds, { ...short, graceMs: 60_000 })).rejects.toThrow(OverdueError);
    const deaf = () => new Promise<never>(() => undefined);
    await expect(withinLimit(deaf, short)).rejects.toThrow('It took longer than it may.');
  });

  it('counts as done when it ends well at the last moment', async () => {
    const justDone = (signal: AbortSignal) =>
      onceTold(signal, ({ resolve }) => {
        resolve('just done');
      });
    expect(await withinLimit(justDone, { ...short, graceMs: 60_000 })).toBe('just done');
  });

  it('is told of a cancellation, and may say itself how it ends', async () => {
    const cancelling = new AbortController();
    const reasons: unknown[] = [];
    const working = withinLimit(
      (signal) =>
        onceTold(signal, ({ reject }) => {
          reasons.push(signal.reason);
          reject(new Error('stopped'));
        }),
      { ...long, cancelled: cancelling.signal },
    );
    cancelling.abort('on request');
    await expect(working).rejects.toThrow('stopped');
    expect(reasons).toEqual(['on request']);
  });
});
