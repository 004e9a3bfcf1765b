import { describe, expect, it } from '@jest/globals';
import { BufferFullError } from '../../../src/areas/translation/writing/buffer-full-error.js';
import { createWriteBuffer } from '../../../src/areas/translation/writing/write-buffer.js';

interface Request {
  readonly name: string;
  readonly rows: number;
  readonly size: number;
}

const aRequest = (name: string, rows = 1): Request => ({ name, rows, size: rows });

/** A writer that is held until told. */
function aWriter() {
  const groups: { readonly names: readonly string[]; end: (error?: Error) => void }[] = [];
  const write = (group: readonly Request[]) =>
    new Promise<readonly string[]>((resolve, reject) => {
      groups.push({
        names: group.map(({ name }) => name),
        end: (error) => {
          if (error === undefined) resolve(group.map(({ name }) => `${name} written`));
          else reject(error);
        },
      });
    });
  return { groups, write };
}

const never = 30_000;

describe('the write buffer', () => {
  it('answers each request of a group after the group is written', async () => {
    const { groups, write } = aWriter();
    const buffer = createWriteBuffer({
      settings: { flushRows: 3, waitMs: never, mostRows: 100 },
      write,
    });
    const answers = [buffer.submit(aRequest('a', 2)), buffer.submit(aRequest('b'))];
    expect(groups.map(({ names }) => names)).toEqual([['a', 'b']]);
    expect(buffer.state()).toEqual({ waiting: 0, writing: 3 });
    groups[0]?.end();
    expect(await Promise.all(answers)).toEqual(['a written', 'b written']);
    expect(buffer.state()).toEqual({ waiting: 0, writing: 0 });
  });

  it('waits no longer than told', async () => {
    const buffer = createWriteBuffer({
      settings: { flushRows: 1_000, waitMs: 5, mostRows: 10_000 },
      write: (group: readonly Request[]) => Promise.resolve(group.map(({ name }) => name)),
    });
    const began = performance.now();
    expect(await buffer.submit(aRequest('a'))).toBe('a');
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('puts the next groups together while two are on their way', async () => {
    const { groups, write } = aWriter();
    const buffer = createWriteBuffer({
      settings: { flushRows: 1, waitMs: never, mostRows: 100 },
      write,
    });
    const answers = ['a', 'b', 'c', 'd'].map((name) => buffer.submit(aRequest(name)));
    expect(groups.map(({ names }) => names)).toEqual([['a'], ['b']]);
    groups[0]?.end();
    await answers[0];
    await new Promise(setImmediate);
    expect(groups.map(({ names }) => names)).toEqual([['a'], ['b'], ['c']]);
    groups[1]?.end();
    groups[2]?.end();
    await Promise.all(answers.slice(1, 3));
    await new Promise(setImmediate);
    groups[3]?.end();
    expect(await answers[3]).toBe('d written');
  });

  it('tells everybody of a group that was not written, and goes on', async () => {
    const { groups, write } = aWriter();
    const buffer = createWriteBuffer({
      settings: { flushRows: 1, waitMs: never, mostRows: 100 },
      write,
    });
    const lost = buffer.submit(aRequest('a'));
    groups[0]?.end(new Error('gone'));
    await expect(lost).rejects.toThrow('gone');
    const next = buffer.submit(aRequest('b'));
    await new Promise(setImmediate);
    groups[1]?.end();
    expect(await next).toBe('b written');
  });

  it('refuses what is too much, with the time to come back, and takes one request of any size', async () => {
    const { groups, write } = aWriter();
    const buffer = createWriteBuffer({
      settings: { flushRows: 10, waitMs: never, mostRows: 10 },
      write,
    });
    const large = buffer.submit(aRequest('large', 50));
    const refused = await buffer.submit(aRequest('b')).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(BufferFullError);
    expect(refused).toMatchObject({ retryAfter: 1 });
    groups[0]?.end();
    expect(await large).toBe('large written');
    expect(buffer.state()).toEqual({ waiting: 0, writing: 0 });
  });

  it('drains what waits, and reports it', async () => {
    const { groups, write } = aWriter();
    const buffer = createWriteBuffer({
      settings: { flushRows: 100, waitMs: never, mostRows: 1_000 },
      write,
    });
    const answer = buffer.submit(aRequest('a', 7));
    expect(groups).toEqual([]);
    const drained = buffer.drain();
    groups[0]?.end();
    expect(await drained).toEqual({ rows: 7, flushes: 1 });
    expect(await answer).toBe('a written');
    expect(await buffer.drain()).toEqual({ rows: 0, flushes: 0 });
  });

  it('waits for nobody once told to hurry', async () => {
    const { groups, write } = aWriter();
    const buffer = createWriteBuffer({
      settings: { flushRows: 100, waitMs: never, mostRows: 1_000 },
      write,
    });
    const before = buffer.submit(aRequest('a'));
    buffer.hurry();
    const after = buffer.submit(aRequest('b'));
    expect(groups.map(({ names }) => names)).toEqual([['a'], ['b']]);
    for (const { end } of groups) end();
    expect(await Promise.all([before, after])).toEqual(['a written', 'b written']);
  });
});
