import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { blocksOf, root, textOf } from '../../support/docs/read-page.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { withRecords } from '../translation/with-records.js';

const run = promisify(execFile);

/** Where it is declared, as in .ci/run, a machine that cannot make it is a fault and no reason to go on without. */
const mustRun = (process.env['TEST_MUST_RUN'] ?? '').split(',').includes('python-client');

const folder = await temporaryFolder();
afterAll(() => folder.remove());

/** The venv it can be run with, or why there is none. */
const made = await run(process.execPath, [
  path.join(root, 'scripts/python-client.mjs'),
  folder.dir,
]).then(
  ({ stdout }) => ({ python: path.join(stdout.trim(), 'bin/python') }),
  (error: unknown) => ({ reason: String((error as { readonly stderr?: unknown }).stderr) }),
);
const reason = 'reason' in made ? made.reason : undefined;
process.stdout.write(
  reason === undefined ? 'python client: made, and run\n' : `python client: NOT run: ${reason}\n`,
);

(reason === undefined || mustRun ? describe : describe.skip)('the Python client', () => {
  const world = withRecords({ waitMs: 1 });

  const runPython = async (code: string, key: string): Promise<string> => {
    if (!('python' in made)) throw new Error(made.reason);
    const there = code.replaceAll('http://127.0.0.1:7080', world().apiUrl);
    const env = {
      PATH: process.env['PATH'] ?? '',
      PYTHONPATH: folder.dir,
      KEY: key,
      PYTHONUTF8: '1',
    };
    const { stdout } = await run(made.python, ['-c', there], { env });
    return stdout;
  };

  it.each(['docs/user-guide.md', 'docs/user-guide.zh-CN.md'])(
    'does what %s shows',
    async (page) => {
      const shown = blocksOf(textOf(page)).filter(({ language }) => language === 'python');
      expect(shown).toHaveLength(1);
      const ann = await world().someone();
      expect((await runPython(shown[0]?.text ?? '', ann.key)).trimEnd().split('\n')).toEqual([
        "{'id': 'frieren-4', 'verdict': 'inserted'}",
        "[('frieren-4:1', 'inserted'), ('frieren-4:2', 'invalid')]",
        '……',
        '{"kind":"end","tasks":1}',
      ]);
      expect((await ann.ask('get', '/tasks/frieren-4:1')).status).toBe(200);
    },
  );

  it('reads a problem as one', async () => {
    const code = `
from watchflow_records import AuthenticatedClient
from watchflow_records.api.translation_records import get_api_v1_translation_stats as read_stats
problem = read_stats.sync(client=AuthenticatedClient(base_url="http://127.0.0.1:7080", token="wf_none"))
print(type(problem).__name__, problem.code)`;
    expect(await runPython(code, '')).toBe('Problem invalid-key\n');
  });
});
