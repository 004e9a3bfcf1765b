import type { SimRequest } from '../server/exchange.js';

import type { Wiki } from './wiki.js';

/** Notices writes to one (token, subject) that overlap in time: real Bangumi may lose one of them (Bangumi API notes §7.6). */
export function createWriteWatch(wiki: Wiki) {
  const underWay = new Map<string, number>();
  let overlaps = 0;
  function subjectOf({ params }: SimRequest): number | undefined {
    if (params['subject_id'] !== undefined) return Number(params['subject_id']);
    return wiki.row(Number(params['episode_id']))?.subjectId;
  }
  return {
    overlaps: () => overlaps,
    /** Returns what to call when the request is over. */
    arrived(request: SimRequest): () => void {
      const subject = subjectOf(request);
      if (request.method === 'GET' || subject === undefined) return () => undefined;
      const key = `${request.headers.authorization ?? ''} ${subject}`;
      const others = underWay.get(key) ?? 0;
      if (others > 0) overlaps += 1;
      underWay.set(key, others + 1);
      return () => {
        underWay.set(key, (underWay.get(key) ?? 1) - 1);
      };
    },
  };
}
