import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { createPayloadCodec } from '../../../src/orchestration/codec.js';
import { connectTemporal, type TemporalLink } from '../../../src/orchestration/connect.js';
import { prepareNamespace } from '../../../src/orchestration/prepare-namespace.js';
import { installTemporalRuntime } from '../../../src/orchestration/temporal-log.js';
import { createWorkers, type Workers } from '../../../src/orchestration/workers.js';
import type { KeyRing } from '../../../src/platform/security/key-ring.js';
import { queueNames } from '../../../src/workflows/contract.js';
import { collectLog } from '../../support/collect-log.js';
import { sharedTemporal } from '../../support/shared-temporal.js';
import type { SmallActivities } from '../../support/workflows/small-workflows.js';

/** Nobody else's ids or queues. */
export const unique = (name: string): string => `${name}-${randomUUID().slice(0, 8)}`;

export interface LinkOptions {
  readonly ring?: KeyRing;
  /** Whose namespace it is to work in; one of its own otherwise. */
  readonly beside?: TemporalLink;
}

export async function openTemporal({ ring, beside }: LinkOptions = {}): Promise<TemporalLink> {
  const { log } = collectLog();
  installTemporalRuntime({ log });
  const { address, namespace } = beside ?? (await sharedTemporal());
  const codec = ring === undefined ? undefined : createPayloadCodec(ring);
  const link = await connectTemporal({
    target: { kind: 'address', address },
    namespace,
    codec,
    log,
  });
  await prepareNamespace({ connection: link.connection, namespace, isOurs: true, log });
  return link;
}

export interface SmallWorkers {
  readonly link: TemporalLink;
  readonly activities: SmallActivities;
  readonly suffix?: string | undefined;
  readonly ring?: KeyRing | undefined;
}

/** Our three workers over the small test workflows, running. */
export async function runWorkers({
  link,
  activities,
  suffix = unique(''),
  ring,
}: SmallWorkers): Promise<{ workers: Workers; queues: ReturnType<typeof queueNames> }> {
  const queues = queueNames(suffix);
  const workers = await createWorkers({
    connection: link.connection,
    namespace: link.namespace,
    queues,
    activities,
    workflows: {
      workflowsPath: fileURLToPath(
        new URL('../../support/workflows/small-workflows.ts', import.meta.url),
      ),
    },
    codec: ring === undefined ? undefined : createPayloadCodec(ring),
    graceMs: 100,
    log: collectLog().log,
  });
  workers.run().catch(() => undefined);
  return { workers, queues };
}
