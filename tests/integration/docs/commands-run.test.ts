import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startInstallation, type Installation } from '../../support/docs/installation.js';
import { notRun } from '../../support/docs/not-run.js';
import { createReader, type Reader } from '../../support/docs/reader.js';
import {
  blocksOf,
  commandsOf,
  root,
  textOf,
  type ShownCommand,
} from '../../support/docs/read-page.js';
import { withProcesses } from '../../support/process/spawn-watchflow.js';
import { unusedPort } from '../../support/unused-port.js';

// Every command that these pages show is run as a reader would type it, or is named in `not-run.ts` with the test that does.

const readme = commandsOf('README.md');
const operations = commandsOf('docs/operations.md');
const guide = commandsOf('docs/user-guide.md');

const isLeftOut = ({ text }: ShownCommand): boolean =>
  notRun.some(({ command }) => command.test(text));
const typed = ({ text }: ShownCommand): string => text.replace(/ +# .*$/, '');
const toRun = [...readme, ...operations]
  .filter((command) => !isLeftOut(command))
  // Once is enough.
  .filter((command, at, all) => all.findIndex((one) => typed(one) === typed(command)) === at);

/** What needs the data folder for itself. */
const alone = /^(?:tar |npm run --silent watchflow -- (?:sync|migrate|rotate-keys)\b)/;

/** What must be so before a command makes sense, as the reader would bring it about. */
const askForFullRun = `curl -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' -d '{"mode":"full"}' http://127.0.0.1:7080/api/trakt/sync/manual`;
const before: readonly (readonly [RegExp, string])[] = [
  [/^temporal workflow cancel /, askForFullRun],
];
/** What a command begins and the next would stumble over: the reader sees it end. */
const after: readonly (readonly [RegExp, string])[] = [
  [
    /^temporal workflow cancel /,
    'temporal workflow result --workflow-id history:<user id> || [ $? = 1 ]',
  ],
];

const spawnWatchflow = withProcesses();
const named = (commands: readonly ShownCommand[]) =>
  commands.map((command) => ({ ...command, first: command.text.split('\n')[0] ?? '' }));

// Pages show curl, and most systems bring it; without it there is nothing to type them into.
const hasCurl = spawnSync('curl', ['--version']).status === 0;
const describeWithCurl = hasCurl ? describe : describe.skip;

/** A started watchflow, and somebody who reads its pages. */
function withReader(options: { readonly connected: boolean }) {
  let installation: Installation | undefined;
  let reader: Reader | undefined;
  beforeAll(async () => {
    installation = await startInstallation({ spawnWatchflow, ...options });
    // Where the guide's receiver listens.
    reader = createReader({ installation, ports: { 8088: await unusedPort() } });
  }, 60_000);
  afterAll(async () => {
    await installation?.remove();
  }, 60_000);
  return {
    printed: () => installation?.printed() ?? '',
    stop: async () => installation?.stop(),
    follow: async (command: ShownCommand) => {
      if (reader === undefined) throw new Error('watchflow did not start');
      for (const [pattern, text] of before)
        if (pattern.test(command.text)) await reader.follow({ page: command.page, text });
      await reader.follow(command);
      for (const [pattern, text] of after)
        if (pattern.test(command.text)) await reader.follow({ page: command.page, text });
    },
  };
}

describeWithCurl('README.md and docs/operations.md', () => {
  const { follow, stop } = withReader({ connected: true });

  it.each(named(toRun.filter(({ text }) => !alone.test(text))))(
    '$page, beside a running watchflow: $first',
    async (command) => {
      await expect(follow(command)).resolves.toBeUndefined();
    },
    60_000,
  );

  it('watchflow is stopped', async () => {
    await expect(stop()).resolves.toBeUndefined();
  }, 60_000);

  it.each(named(toRun.filter(({ text }) => alone.test(text))))(
    '$page, without one: $first',
    async (command) => {
      await expect(follow(command)).resolves.toBeUndefined();
    },
    60_000,
  );
});

describeWithCurl('docs/user-guide.md', () => {
  const { follow, printed } = withReader({ connected: false });

  it('begins with a watchflow that says where to connect', () => {
    expect(printed()).toContain('open /api/trakt/auth/init?redirect=1');
    expect(printed()).toContain('open /api/v1/connections/bangumi/auth/init?redirect=1');
  });

  it.each(named(guide))(
    '$first',
    async (command) => {
      await expect(follow(command)).resolves.toBeUndefined();
    },
    60_000,
  );
});

describe('what is not run here', () => {
  const all = [...readme, ...operations, ...guide];

  it.each(notRun)('is shown, and run by a test that exists: $command', ({ command, testedBy }) => {
    expect(all.filter(({ text }) => command.test(text))).not.toEqual([]);
    expect(existsSync(path.join(root, testedBy))).toBe(true);
  });

  it('is nothing of the user guide', () => {
    expect(guide.filter(isLeftOut)).toEqual([]);
  });
});

describe('the Chinese pages', () => {
  const shown = (page: string) =>
    blocksOf(textOf(page)).filter(({ language }) => ['bash', 'json', 'text'].includes(language));

  it('show the same commands and answers as the English guide, in the same order', () => {
    expect(shown('docs/user-guide.zh-CN.md')).toEqual(shown('docs/user-guide.md'));
  });

  it('show no command in README.zh-CN.md that README.md does not', () => {
    const english = readme.map(({ text }) => text);
    const chinese = commandsOf('README.zh-CN.md').map(({ text }) => text);
    expect(chinese.filter((text) => !english.includes(text))).toEqual([]);
  });
});
