import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { searchAttributes } from '../../../src/workflows/contract.js';

describe('temporal/search-attributes.yaml', () => {
  it('lists what the workflows use', async () => {
    const file = new URL('../../../temporal/search-attributes.yaml', import.meta.url);
    const spelling: Record<string, string> = { KEYWORD: 'Keyword' };
    const used = Object.values(searchAttributes).map(({ name, type }) => [name, spelling[type]]);
    expect(parse(await readFile(file, 'utf8'))).toEqual(Object.fromEntries(used));
  });
});
