import { compose } from '../compose/compose.js';
import { untilAskedToStop } from '../until-asked-to-stop.js';
import { assertServersAreShared } from './assert-servers-are-shared.js';
import { fromEnvironment } from './from-environment.js';

/** `watchflow worker`: workflows and activities, as many processes as wanted. */
export async function runWorker(): Promise<void> {
  const { config, log } = fromEnvironment();
  assertServersAreShared(config);
  const stop = untilAskedToStop();
  const watchflow = await compose({ config, log, ui: false });
  try {
    process.stderr.write('watchflow worker is running.\n');
    await Promise.race([stop.asked, watchflow.working]);
    process.stderr.write('Stopping …\n');
  } finally {
    await watchflow.shutdown.run();
  }
}
