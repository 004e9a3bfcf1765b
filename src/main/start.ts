import { compose, type ComposeOptions, type Watchflow } from './compose/compose.js';
import { serveApi } from './compose/serve-api.js';
import { prepareFirstUser, type FirstUser } from './first-user.js';

export interface Started {
  readonly watchflow: Watchflow;
  readonly first: FirstUser;
  /** Where the API answers. */
  readonly apiUrl: string;
}

/** Everything up: parts, first user, schedules as the settings say, API. */
export async function start(options: ComposeOptions): Promise<Started> {
  const watchflow = await compose(options);
  try {
    const first = await prepareFirstUser(watchflow);
    await reconcileSchedules(watchflow, first);
    await watchflow.deliveries.ensureSchedule();
    return { watchflow, first, apiUrl: await serveApi(watchflow) };
  } catch (error) {
    await watchflow.shutdown.run();
    throw error;
  }
}

/** A person without both accounts gets no schedule: every tick would only say so. */
async function reconcileSchedules(
  { history, schedules }: Watchflow,
  { userId, isConnected }: FirstUser,
): Promise<void> {
  const settings = await history.settings.read(userId);
  await schedules.reconcile(isConnected ? [{ userId, settings }] : []);
}
