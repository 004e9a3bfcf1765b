import { describe, expect, it } from '@jest/globals';
import { commandsOf } from '../../support/docs/read-page.js';

const shown = commandsOf('docs/operations.md').map(({ text }) => text);
const startingWith = (program: string): string[] =>
  shown.filter((text) => text.startsWith(`${program} `));

/** The same in the words of tctl: underscores in flags, and one other name (flags.go of tctl 1.18). */
const inTctl = (command: string): string =>
  command
    .replace(/^temporal /, 'tctl ')
    .replaceAll(/ --[a-z-]+/g, (flag) => flag.slice(3).replaceAll('-', '_').replace(/^/, ' --'))
    .replace(' --type ', ' --query_type ');

describe('the Temporal commands of docs/operations.md', () => {
  it('are given for temporal and for tctl alike', () => {
    expect(startingWith('temporal').length).toBeGreaterThan(10);
    expect(startingWith('tctl')).toEqual(startingWith('temporal').map(inTctl));
  });

  it('name a person’s schedule and workflow as watchflow does', () => {
    const ids = startingWith('temporal').flatMap((text) => [
      ...text.matchAll(/--(?:schedule|workflow)-id (\S+ id>)/g),
    ]);
    expect(new Set(ids.map(([, id]) => id))).toEqual(new Set(['history:<user id>']));
  });
});
