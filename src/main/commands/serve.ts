import type { ComposeOptions } from '../compose/compose.js';
import { start } from '../start.js';
import { setupAddress } from '../setup-address.js';
import { untilAskedToStop } from '../until-asked-to-stop.js';

const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** Serves the API, and whatever the options say besides, until asked to stop. */
export async function serve(options: ComposeOptions): Promise<void> {
  const stop = untilAskedToStop();
  const { watchflow, first, apiUrl } = await start(options);
  try {
    tell(
      `\nwatchflow is running.\n  API docs         ${apiUrl}/docs\n  Temporal Web UI  ${watchflow.runtime.temporal.uiUrl ?? 'not ours'}`,
    );
    if (!first.isSetUp) {
      const { token } = await watchflow.accounts.setupLinks.issue(first.userId, 'also');
      tell(
        `  Set-up link      ${setupAddress(apiUrl, token)}   (choose name and password; works once)`,
      );
    }
    for (const line of first.todo) tell(`\n  ! ${line}`);
    await Promise.race([stop.asked, watchflow.working]);
    tell('Stopping …');
  } finally {
    await watchflow.shutdown.run();
  }
}
