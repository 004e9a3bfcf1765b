import { describe, expect, it } from '@jest/globals';
import { missingIn } from '../../support/docs/compare-answer.js';
import { splitCommands } from '../../support/docs/split-commands.js';

const json = (shown: unknown, actual: unknown): string[] =>
  missingIn({ language: 'json', text: JSON.stringify(shown) }, JSON.stringify(actual));

describe('an answer that a page shows', () => {
  it('may leave fields out, and shows times and ids of its own', () => {
    const shown = {
      at: '2026-11-22T09:00:00.000Z',
      run_id: 'df7fd5d8-c914-49e5-898a-cc53a326377e',
    };
    const actual = {
      at: '2027-01-01T00:00:00.000Z',
      run_id: '00000000-0000-4000-8000-000000000000',
    };
    expect(json(shown, { ...actual, more: 1 })).toEqual([]);
    expect(json({ items: [{ a: 1 }] }, { items: [{ a: 1 }, { a: 2 }] })).toEqual([]);
    expect(json({ url: 'https://trakt.tv/a?…' }, { url: 'http://127.0.0.1:1/a?b' })).toEqual([]);
  });

  it.each([
    [{ count: 1 }, { count: 2 }],
    [{ state: 'running' }, { state: 'paused' }],
    [{ at: '2026-11-22T09:00:00.000Z' }, { at: null }],
    [{ paused: null }, {}],
    [{ items: [{ a: 1 }] }, { items: [] }],
    [{ nested: { a: 1 } }, { nested: 'a' }],
    [{ id: 'u_552737dcc3311cc9' }, { id: 'k_552737dcc3311cc9' }],
  ])('shows %j, which %j is not', (shown, actual) => {
    expect(json(shown, actual)).toHaveLength(1);
  });

  it('of lines has them in this order', () => {
    const text = 'event: progress\ndata: {…"phase":"reading",…\nevent: end';
    const lines = ['event: progress', 'data: {"a":1,"phase":"reading","b":2}', '', 'event: end'];
    expect(missingIn({ language: 'text', text }, lines.join('\n'))).toEqual([]);
    expect(missingIn({ language: 'text', text }, lines.toReversed().join('\n'))).toHaveLength(1);
  });
});

describe('a block of shell', () => {
  it('is taken apart into what is typed one after the other', () => {
    const here = "cat > file <<'END'\n# kept\nEND";
    expect(splitCommands(`# said\n\none \\\n  more\n${here}\ntwo # said`)).toEqual([
      'one \\\n  more',
      here,
      'two # said',
    ]);
  });
});
