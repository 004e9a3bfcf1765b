import { describe, expect, it } from '@jest/globals';
import { parentsOf } from '../../../client/src/outbox/make-folder.js';

describe('the folders to synchronise after folders were made', () => {
  it.each([
    { dir: '/data/a/b/c', first: '/data/a', parents: ['/data/a/b', '/data/a', '/data'] },
    { dir: '/data/a', first: '/data/a', parents: ['/data'] },
    { dir: '/data/a/b/', first: '/data/a/b', parents: ['/data/a'] },
    { dir: '/a', first: '/a', parents: ['/'] },
  ])('for $dir, of which $first is new, are those with a new name in them', (given) => {
    expect(parentsOf(given.dir, given.first)).toEqual(given.parents);
  });

  it('are found by a path from where we are, too', () => {
    const here = process.cwd();
    expect(parentsOf('./a/b', `${here}/a`)).toEqual([`${here}/a`, here]);
  });
});
