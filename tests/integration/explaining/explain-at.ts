import axios from 'axios';
import { explanationSchema } from '../../../src/api/contract/plays/explanation.js';
import { playsSchema } from '../../../src/api/contract/plays/play-list.js';
import type { TestWatchflow } from '../../support/with-watchflow.js';

/** Asks about plays over HTTP, with a key of one person. */
export async function explainAt(
  address: string,
  { watchflow }: Pick<TestWatchflow, 'watchflow'>,
  { userId }: { readonly userId: string },
) {
  const wish = { name: 'plays', scopes: ['sync:read'] };
  const { key } = await watchflow.accounts.keys.create(userId, wish);
  const get = async (path: string, headers: Readonly<Record<string, string>> = {}) =>
    axios.get<unknown>(`${address}/api/v1/plays${path}`, {
      headers: { authorization: `Bearer ${key}`, ...headers },
      validateStatus: () => true,
      proxy: false,
    });
  const list = async (query = '') => playsSchema.parse((await get(query)).data);
  const explain = async (id: string, query = '?lang=en') =>
    explanationSchema.parse((await get(`/${id}/explain${query}`)).data);
  return {
    get,
    list,
    explain,
    /** By the source's id of it. */
    async explainRef(sourceRef: string, query?: string) {
      const { items } = await list('?limit=100');
      const play = items.find(({ source_ref: ref }) => ref === sourceRef);
      return explain(play?.id ?? 'none', query);
    },
  };
}

type Explanation = Awaited<ReturnType<Awaited<ReturnType<typeof explainAt>>['explain']>>;

/** Each step in a word or two: `decided`, `sent`, `mark-episodes refused` … */
export const storyOf = ({ chain }: Explanation): readonly string[] =>
  chain.map((step) => {
    if (step.step === 'moved')
      return step.data.reason === null ? step.data.state : `${step.data.state} ${step.data.reason}`;
    return step.step === 'called' ? `${step.data.call} ${step.data.outcome}` : step.step;
  });
