import { start } from '../start.js';
import { untilAskedToStop } from '../until-asked-to-stop.js';
import { fromEnvironment } from './from-environment.js';

const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** `watchflow start`: everything, until asked to stop. */
export async function runStart(): Promise<void> {
  const { config, log } = fromEnvironment();
  const stop = untilAskedToStop();
  const { watchflow, first, apiUrl } = await start({ config, log, ui: true });
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
