import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const script = fileURLToPath(
  new URL('../../../client/scripts/write-contract.mjs', import.meta.url),
);

describe('the types of the client', () => {
  it('are those of docs/openapi.json', async () => {
    const checking = promisify(execFile)(process.execPath, [script, '--check']);
    await expect(checking).resolves.toMatchObject({ stderr: '' });
  });
});
