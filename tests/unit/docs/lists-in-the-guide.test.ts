import { describe, expect, it } from '@jest/globals';
import { newListSchema } from '../../../src/api/contract/lists/list.js';
import { blocksOf, textOf } from '../../support/docs/read-page.js';

const documentsIn = (page: string): unknown[] =>
  blocksOf(textOf(page))
    .filter(({ language, text }) => language === 'json' && text.includes('"rule": {'))
    .map(({ text }): unknown => JSON.parse(text));

const documents = documentsIn('docs/user-guide.md');

describe('lists in the user guide', () => {
  it('are three that can be made as they stand', () => {
    const names = documents.map((document) => newListSchema.parse(document).name);
    expect(names).toEqual(['Airing now – {{season}}', 'Wish list ({{count}})', 'Top rated']);
  });

  it('are the same in Chinese', () => {
    expect(documentsIn('docs/user-guide.zh-CN.md')).toEqual(documents);
  });
});
