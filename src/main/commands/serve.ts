import type { ComposeOptions } from '../compose/compose.js';
import { start } from '../start.js';
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
    if (first.apiKey !== undefined)
      tell(`  API key          ${first.apiKey}   (shown once; keep it)`);
    for (const line of first.todo) tell(`\n  ! ${line}`);
    await Promise.race([stop.asked, watchflow.working]);
    tell('Stopping …');
  } finally {
    await watchflow.shutdown.run();
  }
}
