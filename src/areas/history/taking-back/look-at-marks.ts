import { orNull, type CallOptions } from '../../../upstream/http/index.js';
import type { BangumiClient } from '../../../upstream/bangumi/index.js';
import type { ConnectionAccess } from '../../connections/index.js';
import { isEpisode, theCollection, theRate, type KeptMark } from './mark.js';
import type { Shown } from './steps-back.js';

export interface LookAtMarks {
  readonly access: ConnectionAccess;
  readonly subjectId: number;
  readonly options: CallOptions;
}

type Reading = Pick<BangumiClient, 'readCollection' | 'readEpisodeStates'>;

/** What Bangumi shows where marks of a subject are. Where the subject is there no more, its marks are not either. */
export async function lookAtMarks(
  bangumi: Reading,
  look: LookAtMarks,
  marks: readonly KeptMark[],
): Promise<Shown> {
  const shown = new Map<number, number | null>();
  await orNull(lookInto(shown, bangumi, { ...look, marks }));
  return shown;
}

async function lookInto(
  shown: Map<number, number | null>,
  bangumi: Reading,
  { access, subjectId, options, marks }: LookAtMarks & { readonly marks: readonly KeptMark[] },
): Promise<void> {
  if (!marks.every(isEpisode)) {
    const at = { username: access.accountName, subjectId };
    const collection = await bangumi.readCollection(access, at, options);
    shown.set(theCollection, collection?.type ?? null);
    shown.set(theRate, collection?.rate ?? 0);
  }
  if (marks.some(isEpisode))
    for (const { episode, type } of await bangumi.readEpisodeStates(access, subjectId, options))
      shown.set(episode.id, type);
}
