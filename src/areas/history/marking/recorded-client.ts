import type { BangumiClient } from '../../../upstream/bangumi/index.js';
import type { CallRecord, SubjectCall } from './call-record.js';
import { answered, endOf } from './subject-call.js';

/** All that marking asks of Bangumi. */
export type MarkingClient = Pick<
  BangumiClient,
  | 'readCollection'
  | 'readEpisodeStates'
  | 'collectSubject'
  | 'changeCollection'
  | 'markEpisodes'
  | 'markEpisode'
>;

interface Recording {
  readonly calls: CallRecord;
  readonly of: Pick<SubjectCall, 'userId' | 'runId' | 'subjectId'>;
}

type Made = Pick<SubjectCall, 'call'> & Partial<Pick<SubjectCall, 'episodeIds' | 'collection'>>;

/** Waits for the call and writes down how it ended, before anything is made of that. */
async function recorded<T>(
  { calls, of }: Recording,
  send: () => Promise<T>,
  toMade: (answer?: T) => Made,
): Promise<T> {
  const put = (made: Made, end: typeof answered) =>
    calls.put({
      episodeIds: [],
      collection: null,
      userId: of.userId,
      runId: of.runId,
      subjectId: of.subjectId,
      ...made,
      ...end,
    });
  let answer: T;
  try {
    answer = await send();
  } catch (error) {
    await put(toMade(), endOf(error));
    throw error;
  }
  await put(toMade(answer), answered);
  return answer;
}

/** The same client, with each call on record. */
export const recordedClient = (client: MarkingClient, recording: Recording): MarkingClient => ({
  readCollection: (access, at, options) =>
    recorded(
      recording,
      () => client.readCollection(access, at, options),
      (found) => ({ call: 'read-collection', collection: found?.type ?? null }),
    ),
  readEpisodeStates: (access, subjectId, options) =>
    recorded(
      recording,
      () => client.readEpisodeStates(access, subjectId, options),
      () => ({ call: 'read-states' }),
    ),
  collectSubject: (access, wish, options) =>
    recorded(
      recording,
      () => client.collectSubject(access, wish, options),
      () => ({ call: 'collect', collection: wish.type }),
    ),
  changeCollection: (access, change, options) =>
    recorded(
      recording,
      () => client.changeCollection(access, change, options),
      () =>
        change.type === undefined
          ? { call: 'rate-subject' }
          : { call: 'raise-collection', collection: change.type },
    ),
  markEpisodes: (access, mark, options) =>
    recorded(
      recording,
      () => client.markEpisodes(access, mark, options),
      () => ({ call: 'mark-episodes', episodeIds: mark.episodeIds }),
    ),
  markEpisode: (access, mark, options) =>
    recorded(
      recording,
      () => client.markEpisode(access, mark, options),
      () => ({ call: 'mark-episode', episodeIds: [mark.episodeId] }),
    ),
});
