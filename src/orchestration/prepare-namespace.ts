import type { NativeConnection } from '@temporalio/worker';
import proto from '@temporalio/proto';
import { messageOf } from '../platform/lib/errors.js';
import type { Logger } from '../platform/lib/logger.js';
import { searchAttributes } from '../workflows/contract.js';
import { grpcCode, grpcCodeOf } from './grpc-code.js';
import { TemporalRefusedError, TemporalUnavailableError } from './temporal-unavailable-error.js';

export interface PrepareNamespaceOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  /** True for the embedded server: its namespace is ours, so a shorter retention is raised. */
  readonly isOurs: boolean;
  readonly log: Logger;
}

const retentionSeconds = 7 * 24 * 3_600;
const settleMs = 30_000;
const pauseMs = 100;

const keyword = proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;

/** Namespace, then search attributes, then waits until both can be used. Safe to repeat, also by several processes at once. */
export async function prepareNamespace(options: PrepareNamespaceOptions): Promise<void> {
  await ensureNamespace(options);
  await ensureSearchAttributes(options);
}

/** Makes the namespace when it is missing and we may. Throws TemporalRefusedError that says what to run. */
export async function ensureNamespace(options: PrepareNamespaceOptions): Promise<void> {
  const { connection, namespace, isOurs, log } = options;
  const found = await findNamespace(connection, namespace);
  if (found === undefined) {
    await registerNamespace(connection, namespace);
    log.info({ namespace }, 'made the Temporal namespace');
    return;
  }
  if (!isOurs || found.retentionSeconds >= retentionSeconds) return;
  await connection.workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: seconds(retentionSeconds) },
  });
}

/** `undefined` when there is none. */
export async function findNamespace(connection: NativeConnection, namespace: string) {
  try {
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    return { retentionSeconds: Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) };
  } catch (thrown) {
    if (grpcCodeOf(thrown) === grpcCode.notFound) return undefined;
    // An API key may be good for work and not for looking at the namespace.
    if (grpcCodeOf(thrown) === grpcCode.permissionDenied) return { retentionSeconds };
    throw thrown;
  }
}

async function registerNamespace(connection: NativeConnection, namespace: string): Promise<void> {
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: seconds(retentionSeconds),
    });
  } catch (thrown) {
    if (grpcCodeOf(thrown) === grpcCode.alreadyExists) return;
    throw new TemporalRefusedError(
      `The Temporal namespace "${namespace}" does not exist and cannot be made from here (${messageOf(thrown)}). ` +
        `Make it with: temporal operator namespace create --namespace ${namespace} --retention 7d`,
      { cause: thrown },
    );
  }
}

const names = Object.values(searchAttributes).map(({ name }) => name);
const queryOfAll = names.map((name) => `${name} = "none"`).join(' OR ');

/** Does the server know all our search attributes? Changes nothing. */
export const knowsSearchAttributes = (
  connection: NativeConnection,
  namespace: string,
): Promise<boolean> => isUnderstood({ connection, namespace, query: queryOfAll });

/** Registers what is missing, then asks with each until the server knows them all. */
export async function ensureSearchAttributes(options: PrepareNamespaceOptions): Promise<void> {
  const { connection, namespace, log } = options;
  const query = queryOfAll;
  if (await isUnderstood({ connection, namespace, query })) return;
  const reason = await addSearchAttributes({ connection, namespace, names });
  const deadline = Date.now() + (reason === undefined ? settleMs : 0);
  while (!(await isUnderstood({ connection, namespace, query }))) {
    if (Date.now() >= deadline) throw missingAttributes({ namespace, reason });
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  log.info({ names }, 'registered the search attributes');
}

interface Asked {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly query: string;
}

/** A query with an unknown attribute is an invalid argument; a namespace just made is not found for some seconds. */
async function isUnderstood({ connection, namespace, query }: Asked): Promise<boolean> {
  try {
    await connection.workflowService.countWorkflowExecutions({ namespace, query });
    return true;
  } catch (thrown) {
    const code = grpcCodeOf(thrown);
    if (code === grpcCode.invalidArgument || code === grpcCode.notFound) return false;
    throw thrown;
  }
}

interface Adding {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly names: readonly string[];
}

/** One by one, so that one that exists does not keep the others out. Answers why it was refused, if it was. */
async function addSearchAttributes({
  connection,
  namespace,
  names,
}: Adding): Promise<string | undefined> {
  for (const name of names) {
    try {
      await connection.operatorService.addSearchAttributes({
        namespace,
        searchAttributes: { [name]: keyword },
      });
    } catch (thrown) {
      if (grpcCodeOf(thrown) !== grpcCode.alreadyExists) return messageOf(thrown);
    }
  }
  return undefined;
}

interface Missing {
  readonly namespace: string;
  readonly reason: string | undefined;
}

/** What the operator runs where we may not. */
export function searchAttributesCommand(namespace: string): string {
  const flags = names.map((name) => `--name ${name} --type Keyword`).join(' ');
  return `temporal operator search-attribute create --namespace ${namespace} ${flags}`;
}

function missingAttributes({ namespace, reason }: Missing): Error {
  const how = searchAttributesCommand(namespace);
  return reason === undefined
    ? new TemporalUnavailableError(
        `Temporal does not know the search attributes ${names.join(', ')} yet`,
      )
    : new TemporalRefusedError(
        `Temporal lacks search attributes (${reason}). Make them with: ${how}`,
      );
}

const seconds = (count: number) => proto.google.protobuf.Duration.fromObject({ seconds: count });
