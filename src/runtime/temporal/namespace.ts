import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { acceptsConnections } from '../process/accepts-connections.js';

const workflowService = 'temporal.api.workflowservice.v1.WorkflowService';

/** Is the server on this port of 127.0.0.1 healthy? `false` while it is not reachable. */
export async function isServing(port: number): Promise<boolean> {
  // A gRPC channel that was refused once pauses for a second: ask the socket first.
  if (!(await acceptsConnections(port))) return false;
  return withConnection(`127.0.0.1:${port}`, async (connection) => {
    const { status } = await connection.healthService.check({ service: workflowService });
    return String(status) === '1' || String(status) === 'SERVING';
  }).catch(() => false);
}

export interface NamespaceSettings {
  readonly address: string;
  readonly namespace: string;
  /** How long closed workflows can be looked at. */
  readonly retentionDays: number;
}

/** Sets the retention of an existing namespace. Safe to repeat. */
export async function setRetention({
  address,
  namespace,
  retentionDays,
}: NamespaceSettings): Promise<void> {
  await withConnection(address, (connection) =>
    connection.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: msToTs(retentionDays * 86_400_000) },
    }),
  );
}

async function withConnection<T>(
  address: string,
  ask: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = Connection.lazy({ address });
  try {
    return await connection.withDeadline(Date.now() + 2_000, () => ask(connection));
  } finally {
    await connection.close();
  }
}
