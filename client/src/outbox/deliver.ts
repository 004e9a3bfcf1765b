import { RecordsError } from '../http/records-error.js';
import type { RecordsClient } from '../create-records-client.js';
import type { SessionDraft, TaskDraft, Verdict } from '../records.js';
import type { WaitingRecord } from './waiting-record.js';

export interface Delivered {
  readonly record: WaitingRecord;
  readonly verdict: Verdict;
}

export interface DeliverDeps {
  readonly client: RecordsClient;
  readonly signal: AbortSignal;
  /** Called with each part that was answered, before the next is sent. */
  readonly settle: (delivered: readonly Delivered[]) => Promise<void>;
}

/**
 * Sends records of one kind. A batch that is refused as a whole is halved, until what is refused stands alone: that one gets an
 * `invalid` verdict. Throws RecordsError for anything else; what was settled before stays so.
 */
export async function deliver(deps: DeliverDeps, batch: readonly WaitingRecord[]): Promise<void> {
  if (batch.length === 0) return;
  try {
    const verdicts = await write(deps, batch);
    await deps.settle(
      batch.map((record, at) => ({ record, verdict: verdicts[at] ?? missing(record) })),
    );
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const [only] = batch;
    if (batch.length === 1 && only !== undefined) {
      await deps.settle([{ record: only, verdict: toInvalid(only, error) }]);
      return;
    }
    const half = Math.ceil(batch.length / 2);
    await deliver(deps, batch.slice(0, half));
    await deliver(deps, batch.slice(half));
  }
}

async function write({ client, signal }: DeliverDeps, batch: readonly WaitingRecord[]) {
  const sessions: SessionDraft[] = [];
  const tasks: TaskDraft[] = [];
  for (const one of batch)
    if (one.of === 'session') sessions.push(one.record);
    else tasks.push(one.record);
  const { verdicts } =
    sessions.length > 0
      ? await client.writeSessions(sessions, { signal })
      : await client.writeTasks(tasks, { signal });
  return verdicts;
}

const isRefusal = (error: unknown): error is RecordsError =>
  error instanceof RecordsError && (error.kind === 'refused' || error.kind === 'too-large');

const toInvalid = ({ record: { id } }: WaitingRecord, error: RecordsError): Verdict => ({
  id,
  verdict: 'invalid',
  errors: error.errors?.map(({ pointer, message }) => ({ pointer, message })) ?? [
    { pointer: '', message: error.message },
  ],
});

function missing({ record: { id } }: WaitingRecord): never {
  throw new RecordsError('malformed', `There is no verdict on ${id}.`);
}
