import axios from 'axios';
import { problemSchema } from '../../../src/api/contract/problem.js';
import { listSchema } from '../../../src/api/contract/lists/list.js';
import { createdListSchema, listRunSchema } from '../../../src/api/contract/lists/list-run.js';
import { eventually } from '../eventually.js';
import type { Person } from '../with-people.js';
import type { TestWatchflow } from '../with-watchflow.js';

export const path = '/api/v1/lists';

/** A rule as it is sent: these items, in their order. */
export const ofItems = (...items: readonly string[]) => ({
  version: 1,
  sources: [{ from: 'items', items }],
});

interface Asking {
  readonly world: Pick<TestWatchflow, 'watchflow' | 'trakt'>;
  readonly address: string;
}

/** What a person asks of the API about lists. */
export async function askingFor(person: Person, { world, address }: Asking) {
  const key = await keyOf(person, world);
  const call = async (
    method: string,
    url: string,
    { data, headers = {} }: { data?: unknown; headers?: Record<string, string> } = {},
  ) =>
    axios.request<unknown>({
      method,
      url: `${address}${path}${url}`,
      ...(data === undefined ? {} : { data }),
      headers: { authorization: `Bearer ${key}`, ...headers },
      validateStatus: () => true,
      proxy: false,
    });
  const make = async (data: object) => {
    const answer = await call('POST', '', { data });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.data));
    return createdListSchema.parse(answer.data);
  };
  const ended = (id: string, runId: string) =>
    eventually(async () => {
      const { status, data } = await call('GET', `/${id}/runs/${runId}`);
      const run = status === 200 ? listRunSchema.parse(data) : undefined;
      return run === undefined || run.status === 'running' ? undefined : run;
    }, `the end of run ${runId}`);
  /** A list that is on Trakt already. */
  const brought = async (data: object) => {
    const { list, sync } = await make(data);
    await ended(list.id, sync?.run_id ?? '');
    return list.id;
  };
  const see = async (id: string) => listSchema.parse((await call('GET', `/${id}`)).data);
  const onTrakt = () => world.trakt.lists.finalState(person.name);
  return { person, key, call, make, ended, brought, see, onTrakt };
}

export async function keyOf(
  { userId }: Pick<Person, 'userId'>,
  { watchflow }: Pick<TestWatchflow, 'watchflow'>,
): Promise<string> {
  const wish = { name: 'lists', scopes: ['*'] };
  return (await watchflow.accounts.keys.create(userId, wish)).key;
}

/** Part, pointer and words of each fault. */
export function faultsIn(data: unknown) {
  const { code, errors = [] } = problemSchema.parse(data);
  return [code, ...errors.map(({ in: part, pointer, message }) => `${part} ${pointer} ${message}`)];
}
