import type { CallOptions } from '../../../upstream/http/index.js';
import type { ConnectionAccess, Connections } from '../../connections/index.js';
import { recordedClient, type MarkingClient } from '../marking/recorded-client.js';
import type { CallRecord } from '../marking/call-record.js';
import { forWrite } from '../marking/marking.js';
import { ReadBackDisagreesError } from '../marking/read-back-disagrees-error.js';
import type { MarkRecord, Settled, TakingBack } from './mark-record.js';
import { lookAtMarks } from './look-at-marks.js';
import { isEpisode, theCollection, theRate, type KeptMark } from './mark.js';
import { stepsBack } from './steps-back.js';

export interface TakeBackDeps {
  readonly connections: Connections;
  readonly bangumi: MarkingClient;
  readonly calls: CallRecord;
  readonly marks: MarkRecord;
}

export interface TakeBackRequest {
  readonly userId: string;
  /** That takes back, and by which that can be taken back in turn. */
  readonly runId: string;
  readonly subjectId: number;
  readonly taking: TakingBack;
  readonly options: CallOptions;
}

interface TakingBackOne extends TakeBackRequest {
  readonly deps: TakeBackDeps;
  readonly access: ConnectionAccess;
}

/**
 * Sets a subject's marks back to what was there before them, where Bangumi shows them as they were set; all else is somebody
 * else's word and stays. Read, write, read back; safe to repeat and to be killed anywhere: it begins by reading, and what an
 * earlier attempt has set back is found so.
 */
export async function takeBack(given: TakeBackDeps, request: TakeBackRequest): Promise<void> {
  const { userId, runId, subjectId, taking } = request;
  const of = { userId, runId, subjectId };
  const deps = { ...given, bangumi: recordedClient(given.bangumi, { calls: given.calls, of }) };
  const marks = await deps.marks.toTakeBack(of, taking);
  if (marks.length === 0) return;
  const access = await deps.connections.accessOf(userId, 'bangumi');
  const one = { ...request, deps, access };
  const first = await lookAtMarks(deps.bangumi, one, marks);
  const back = stepsBack(marks, first).flatMap(({ mark, step }) =>
    step === 'set-back' ? [mark] : [],
  );
  if (back.length > 0) {
    if (taking !== 'removals') await deps.marks.leaveOut(of, back);
    await deps.marks.intend(
      of,
      back.flatMap(({ episodeId, before, after }) =>
        before === null ? [] : [{ episodeId, before: after, after: before }],
      ),
    );
    await write(one, back);
  }
  const shown = back.length > 0 ? await lookAtMarks(deps.bangumi, one, marks) : first;
  const settled = stepsBack(marks, shown).flatMap(({ mark, step }): Settled[] =>
    step === 'set-back' ? [] : [{ mark, outcome: step }],
  );
  await deps.marks.settle(of, settled, taking);
  if (settled.length === marks.length) return;
  const isSettled = new Set(settled.map(({ mark }) => mark));
  if (taking !== 'removals')
    await deps.marks.proveAgain(
      of,
      marks.filter((mark) => !isSettled.has(mark)),
    );
  throw new ReadBackDisagreesError(
    `Bangumi took back ${back.length} marks of subject ${subjectId}, but still shows ${marks.length - settled.length} of them.`,
  );
}

async function write(one: TakingBackOne, marks: readonly KeptMark[]): Promise<void> {
  const { deps, access, subjectId, options } = one;
  for (const type of [0, 1, 2, 3] as const) {
    const episodeIds = marks
      .filter((mark) => isEpisode(mark) && mark.before === type)
      .map(({ episodeId }) => episodeId);
    if (episodeIds.length > 0)
      await deps.bangumi.markEpisodes(access, { subjectId, episodeIds, type }, forWrite(options));
  }
  await writeCollection(one, marks);
}

/** Type and rate in one request; without a type it is no entry in the person's timeline. */
async function writeCollection(
  { deps, access, subjectId, options }: TakingBackOne,
  marks: readonly KeptMark[],
): Promise<void> {
  const before = (place: number): number | null =>
    marks.find(({ episodeId }) => episodeId === place)?.before ?? null;
  const type = before(theCollection);
  const rate = before(theRate);
  const rated = rate === null ? {} : { rate };
  for (const known of [1, 2, 3, 4, 5] as const)
    if (type === known)
      await deps.bangumi.collectSubject(
        access,
        { subjectId, type: known, ...rated },
        forWrite(options),
      );
  if (type === null && rate !== null)
    await deps.bangumi.changeCollection(access, { subjectId, rate }, forWrite(options));
}
