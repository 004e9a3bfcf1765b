import { Client } from '@temporalio/client';
import type { PayloadCodec } from '@temporalio/common';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection, type NativeConnectionOptions } from '@temporalio/worker';
import { messageOf } from '../platform/lib/errors.js';
import type { Logger } from '../platform/lib/logger.js';
import { toDataConverter } from './data-converter.js';
import { grpcCode, grpcCodeOf } from './grpc-code.js';
import { TemporalRefusedError, TemporalUnavailableError } from './temporal-unavailable-error.js';

/** The embedded server by its address, or the operator's one as the `TEMPORAL_*` variables describe it. */
export type TemporalTarget =
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'environment'; readonly env: Readonly<Record<string, string>> };

export interface ConnectTemporalOptions {
  readonly target: TemporalTarget;
  /** Used unless the environment's profile names one. */
  readonly namespace: string;
  readonly codec?: PayloadCodec | undefined;
  readonly log: Logger;
  /** How long to go on trying; 30 s when absent. */
  readonly patienceMs?: number | undefined;
}

/** One connection, shared by the workers and the client of this process. */
export interface TemporalLink {
  readonly connection: NativeConnection;
  readonly client: Client;
  readonly namespace: string;
  /** `host:port`, for people. */
  readonly address: string;
  /** Call after the workers have stopped: a connection in use does not close. */
  readonly close: () => Promise<void>;
}

const pauseMs = 250;
const defaultPatienceMs = 30_000;

/**
 * Connects, waiting for a server that is still starting.
 * Throws TemporalRefusedError when it answers and refuses us, TemporalUnavailableError when patience ends.
 */
export async function connectTemporal(options: ConnectTemporalOptions): Promise<TemporalLink> {
  const { connectionOptions, namespace } = toConnectConfig(options);
  const address = connectionOptions.address ?? '127.0.0.1:7233';
  const connection = await connectPatiently({ ...options, address, connectionOptions });
  const client = new Client({
    connection,
    namespace,
    dataConverter: toDataConverter(options.codec),
  });
  options.log.info(
    { address, namespace, encrypted: options.codec !== undefined },
    'connected to Temporal',
  );
  return { connection, client, namespace, address, close: () => connection.close() };
}

interface ConnectConfig {
  readonly connectionOptions: NativeConnectionOptions;
  readonly namespace: string;
}

function toConnectConfig({ target, namespace }: ConnectTemporalOptions): ConnectConfig {
  if (target.kind === 'address')
    return { connectionOptions: { address: target.address }, namespace };
  const config = loadClientConnectConfig({ overrideEnvVars: { ...target.env } });
  // Absent settings come as keys holding undefined, which the connection's options do not take.
  const given = Object.entries(config.connectionOptions).filter(([, value]) => value !== undefined);
  return { connectionOptions: Object.fromEntries(given), namespace: config.namespace ?? namespace };
}

interface Attempts {
  readonly address: string;
  readonly connectionOptions: NativeConnectionOptions;
  readonly log: Logger;
  readonly patienceMs?: number | undefined;
}

async function connectPatiently(attempts: Attempts): Promise<NativeConnection> {
  const { address, connectionOptions, log, patienceMs = defaultPatienceMs } = attempts;
  const deadline = Date.now() + patienceMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await connectBefore(connectionOptions, deadline);
    } catch (thrown) {
      assertNotRefused(thrown, address);
      if (Date.now() + pauseMs >= deadline) {
        throw new TemporalUnavailableError(
          `Temporal at ${address} did not answer within ${patienceMs / 1_000} s (${messageOf(thrown)}). Is it running, and is the address right?`,
          { cause: thrown },
        );
      }
      if (attempt === 1) log.info({ address, reason: messageOf(thrown) }, 'waiting for Temporal');
      await pause(pauseMs);
    }
  }
}

/** An address that swallows packets would hold the attempt for minutes; a connection that comes too late is closed. */
async function connectBefore(
  options: NativeConnectionOptions,
  deadline: number,
): Promise<NativeConnection> {
  const connecting = NativeConnection.connect(options);
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => {
        connecting.then((late) => late.close()).catch(() => undefined);
        reject(new Error('no answer'));
      },
      Math.max(deadline - Date.now(), 0),
    );
  });
  try {
    return await Promise.race([connecting, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

function assertNotRefused(thrown: unknown, address: string): void {
  const code = grpcCodeOf(thrown);
  if (code !== grpcCode.permissionDenied && code !== grpcCode.unauthenticated) return;
  throw new TemporalRefusedError(
    `Temporal at ${address} refuses these credentials; check TEMPORAL_API_KEY or the TLS certificate, and TEMPORAL_NAMESPACE`,
    { cause: thrown },
  );
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
