import { assertServersAreShared } from './assert-servers-are-shared.js';
import { fromEnvironment } from './from-environment.js';
import { serve } from './serve.js';

/** `watchflow api`: the API alone; workers are other processes. */
export async function runApi(): Promise<void> {
  const { config, log } = fromEnvironment();
  assertServersAreShared(config);
  await serve({ config, log, ui: false, workers: false });
}
