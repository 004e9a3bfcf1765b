import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

describe('what the Python client is made with', () => {
  it('names a hash for each package', () => {
    const file = new URL('../../../scripts/python-client/requirements.txt', import.meta.url);
    const entries = readFileSync(file, 'utf8')
      .split(/^(?=[\w.-]+==)/m)
      .slice(1);
    const bare = entries.filter((entry) => !entry.includes('--hash=sha256:'));
    expect(entries.length).toBeGreaterThan(20);
    expect(bare).toEqual([]);
  });
});
