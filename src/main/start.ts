import { messageOf } from '../platform/lib/errors.js';
import { composeAccountDeletion } from './compose/account-deletion.js';
import { compose, type ComposeOptions, type Watchflow } from './compose/compose.js';
import { reservePort } from './compose/reserve-port.js';
import { serveApi } from './compose/serve-api.js';
import { prepareFirstUser, type FirstUser } from './first-user.js';

export interface Started {
  readonly watchflow: Watchflow;
  readonly first: FirstUser;
  /** Where the API answers. */
  readonly apiUrl: string;
}

/** Beside the start, for a service that is told of a revoked token may be slow; an hourly job does what is left. */
function finishDeletions(watchflow: Watchflow): void {
  composeAccountDeletion(watchflow)
    .finish()
    .catch((error: unknown) => {
      watchflow.log.warn({ reason: messageOf(error) }, 'deleted accounts are not looked after yet');
    });
}

/** Everything up: parts, first user, schedules as the settings say, API. */
export async function start(options: ComposeOptions): Promise<Started> {
  const reserved = await reservePort(options.config.http);
  try {
    const config = { ...options.config, http: reserved.http };
    return await startParts({ ...options, config }, () => reserved.release());
  } finally {
    await reserved.release();
  }
}

async function startParts(
  options: ComposeOptions,
  beforeServing: () => Promise<void>,
): Promise<Started> {
  const watchflow = await compose(options);
  try {
    finishDeletions(watchflow);
    await watchflow.accounts.tidy();
    const first = await prepareFirstUser(watchflow);
    await watchflow.schedules.reconcile();
    await watchflow.deliveries.ensureSchedule();
    await beforeServing();
    return { watchflow, first, apiUrl: await serveApi(watchflow) };
  } catch (error) {
    await watchflow.shutdown.run();
    throw error;
  }
}
