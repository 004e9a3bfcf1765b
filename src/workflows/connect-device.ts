import { sleep } from '@temporalio/workflow';
import { activityProxies } from './activity-proxies.js';
import type { ConnectDeviceInput, ConnectDeviceResult } from './contract.js';

/** Asks Trakt whether the person has agreed, as seldom as it says, until the attempt is over – ten minutes at the most. */
export async function connectDevice(input: ConnectDeviceInput): Promise<ConnectDeviceResult> {
  const { trakt } = activityProxies();
  for (let polls = 1; ; polls += 1) {
    const step = await trakt.pollDevice(input);
    if (step.kind === 'over') return { polls };
    await sleep(step.seconds * 1_000);
  }
}
