import type { BangumiClient, BangumiSubject } from '../../../upstream/bangumi/bangumi-client.js';
import type { Access, CallOptions } from '../../../upstream/http/call.js';
import type { Subject } from '../subject.js';
import type { Answer } from './answer.js';
import type { BangumiAsk } from './facts.js';
import { fetchTable } from './fetch-table.js';
import { orNull } from '../../../upstream/http/index.js';

export type AskedOfBangumi = Pick<
  BangumiClient,
  'readEpisodes' | 'readSubject' | 'readRelations' | 'searchSubjects'
>;

export interface AskBangumi {
  readonly bangumi: AskedOfBangumi;
  readonly access: Access;
  readonly options?: CallOptions | undefined;
}

const hitsAsked = 20;

/** One request, or two for an episode table without rows. Throws UpstreamError for everything but a subject that is not found. */
export async function askBangumi(ask: BangumiAsk, asking: AskBangumi, at: Date): Promise<Answer> {
  const { bangumi, access, options } = asking;
  switch (ask.kind) {
    case 'table':
      return { ...ask, kind: 'table', at, content: await fetchTable(ask.subjectId, asking) };
    case 'subject': {
      const subject = await orNull(bangumi.readSubject(access, ask.subjectId, options));
      return { ...ask, kind: 'subject', at, subject: subject === null ? null : toSubject(subject) };
    }
    case 'relations': {
      const relations = await orNull(bangumi.readRelations(access, ask.subjectId, options));
      return { ...ask, kind: 'relations', at, relations };
    }
    case 'search': {
      const search = { ...ask.search, limit: hitsAsked };
      const subjects = await bangumi.searchSubjects(access, search, options);
      return { ...ask, at, subjects: subjects.map(toSubject) };
    }
  }
}

const aliasKeys: readonly string[] = ['别名', '中文名', '英文名', '日文名'];
const imdbKeys: readonly string[] = ['imdb_id', 'imdb', 'imdb id'];

function toSubject(subject: BangumiSubject): Subject {
  const { id, type, name, nameCn, date, platform, eps, image, infobox } = subject;
  const valuesOf = (keys: readonly string[]) =>
    infobox.filter(({ key }) => keys.includes(key.toLowerCase())).flatMap(({ values }) => values);
  return {
    id,
    type,
    name,
    nameCn,
    aliases: valuesOf(aliasKeys),
    date,
    platform,
    eps,
    imdb:
      valuesOf(imdbKeys)
        .find((value) => /^tt\d+$/.test(value.trim()))
        ?.trim() ?? null,
    image,
  };
}
