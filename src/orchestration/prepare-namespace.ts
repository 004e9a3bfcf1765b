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
async function ensureNamespace(options: PrepareNamespaceOptions): Promise<void> {
  const { connection, namespace, isOurs, log } = options;
  const found = await findNamespace(connection, namespace);
  if (found === undefined) {
    await registerNamespace(connection, namespace);
    if (!(await becomesTrue(() => isServed(connection, namespace), settleMs))) {
      throw new TemporalUnavailableError(
        `The Temporal namespace "${namespace}" was made, but is not served yet`,
      );
    }
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
export async function knowsSearchAttributes(
  connection: NativeConnection,
  namespace: string,
): Promise<boolean> {
  try {
    await connection.workflowService.countWorkflowExecutions({ namespace, query: queryOfAll });
    return true;
  } catch (thrown) {
    if (grpcCodeOf(thrown) === grpcCode.invalidArgument) return false;
    throw thrown;
  }
}

async function isServed(connection: NativeConnection, namespace: string): Promise<boolean> {
  try {
    await connection.workflowService.countWorkflowExecutions({ namespace });
    return true;
  } catch (thrown) {
    if (grpcCodeOf(thrown) === grpcCode.notFound) return false;
    throw thrown;
  }
}

/** Registers what is missing, then asks with each until the server knows them all. */
async function ensureSearchAttributes(options: PrepareNamespaceOptions): Promise<void> {
  const { connection, namespace, log } = options;
  if (await knowsSearchAttributes(connection, namespace)) return;
  const reason = await addSearchAttributes(connection, namespace);
  const known = () => knowsSearchAttributes(connection, namespace);
  if (!(await becomesTrue(known, reason === undefined ? settleMs : 0))) {
    throw missingAttributes({ namespace, reason });
  }
  log.info({ names }, 'registered the search attributes');
}

/** The server's parts hear of a change one after the other, within seconds. */
async function becomesTrue(ask: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (!(await ask())) {
    if (Date.now() >= deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return true;
}

/** One by one, so that one that exists does not keep the others out. Answers why it was refused, if it was. */
async function addSearchAttributes(
  connection: NativeConnection,
  namespace: string,
): Promise<string | undefined> {
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
