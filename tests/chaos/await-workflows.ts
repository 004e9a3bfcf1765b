import { Client, Connection } from '@temporalio/client';
import { within } from './within.js';

const query = `WorkflowType = 'syncHistory' AND ExecutionStatus = 'Running'`;

/** A run may be closed in the database before its workflow hears of it. Throws when one stays open all the same. */
export async function awaitWorkflows(address: string, withinMs: number): Promise<void> {
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });
  try {
    await within(withinMs, 'the end of every workflow', async () => {
      const { count } = await client.workflow.count(query);
      return count === 0 ? true : undefined;
    });
  } finally {
    await connection.close();
  }
}
