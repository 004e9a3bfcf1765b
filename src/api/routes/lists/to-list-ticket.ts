import type { ListTicket } from '../../ports.js';

export const toListTicket = ({ runId, outcome, workflowId }: ListTicket) => ({
  run_id: runId,
  outcome,
  workflow_id: workflowId,
});
