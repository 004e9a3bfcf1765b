/** A connection, inside the transaction that brings back an earlier state. */
interface Session {
  query(statement: string): Promise<unknown>;
}

/**
 * Of a ledger that comes from elsewhere: no workflow will ever bring these runs to an end. Their plays are taken up by the next run,
 * as after any end.
 */
export async function endRunsUnderWay(session: Session): Promise<void> {
  await session.query(
    `UPDATE sync_runs SET status = 'cancelled', ended_at = now(),
       advice = 'It was under way when the backup was made that this installation was restored from. The next sync goes on from there.'
     WHERE status = 'running'`,
  );
}
