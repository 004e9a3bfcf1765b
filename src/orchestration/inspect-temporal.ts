import type { Logger } from '../platform/lib/logger.js';
import { connectTemporal } from './connect.js';
import {
  findNamespace,
  knowsSearchAttributes,
  searchAttributesCommand,
} from './prepare-namespace.js';
import { installTemporalRuntime, shutDownTemporalRuntime } from './temporal-log.js';

export interface InspectTemporalOptions {
  /** The `TEMPORAL_*` variables. */
  readonly env: Readonly<Record<string, string>>;
  readonly namespace: string;
  readonly timeoutMs: number;
  readonly log: Logger;
}

export interface TemporalFacts {
  /** `host:port`. */
  readonly address: string;
  readonly namespace: string;
  readonly serverVersion: string;
  readonly hasNamespace: boolean;
  readonly hasSearchAttributes: boolean;
  /** Makes the search attributes. */
  readonly searchAttributesCommand: string;
}

/** Asks the operator's Temporal and changes nothing. Throws as `connectTemporal` does, or what the server answered. */
export async function inspectTemporal(options: InspectTemporalOptions): Promise<TemporalFacts> {
  const isOurRuntime = installTemporalRuntime({ log: options.log });
  try {
    return await ask(options);
  } finally {
    if (isOurRuntime) await shutDownTemporalRuntime();
  }
}

async function ask({ env, timeoutMs, log, ...given }: InspectTemporalOptions) {
  const link = await connectTemporal({
    target: { kind: 'environment', env },
    namespace: given.namespace,
    patienceMs: timeoutMs,
    log,
  });
  const { connection, namespace, address } = link;
  try {
    return await connection.withDeadline(Date.now() + timeoutMs, async () => {
      const { serverVersion } = await connection.workflowService.getSystemInfo({});
      const hasNamespace = (await findNamespace(connection, namespace)) !== undefined;
      return {
        address,
        namespace,
        serverVersion,
        hasNamespace,
        hasSearchAttributes: hasNamespace && (await knowsSearchAttributes(connection, namespace)),
        searchAttributesCommand: searchAttributesCommand(namespace),
      };
    });
  } finally {
    await link.close();
  }
}
