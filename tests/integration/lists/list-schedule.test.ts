import { beforeAll, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { scheduleSchema, tickPageSchema } from '../../../src/api/contract/schedule.js';
import { listRunPageSchema } from '../../../src/api/contract/lists/list-run.js';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { eventually } from '../../support/eventually.js';
import { askingFor, ofItems } from '../../support/lists/asking-for.js';
import { aFilm } from '../../support/scenario-builders.js';
import { withPeople } from '../../support/with-people.js';

const films = Array.from({ length: 3 }, (_, n) => aFilm(n + 1));
const world = withPeople({ titles: films, env: { LISTS_READ_LAG_SECONDS: '0' } });

let address = '';
beforeAll(async () => {
  address = await serveApi(world().watchflow);
});

/** A person with one list on Trakt, and what they ask of its schedule. */
async function keeper() {
  const asking = await askingFor(await world().someone(), { world: world(), address });
  const id = await asking.brought({ name: 'A', rule: ofItems('movie:1', 'movie:2') });
  const ask = async (method: string, url = '') =>
    axios.request<unknown>({
      method,
      url: `${address}/api/v1/schedules/lists${url}`,
      headers: { authorization: `Bearer ${asking.key}` },
      validateStatus: () => true,
      proxy: false,
    });
  const ticks = async () => tickPageSchema.parse((await ask('GET', '/ticks')).data).items;
  const ticked = () =>
    eventually(async () => {
      const [tick] = await ticks();
      return tick;
    }, 'a tick of the lists');
  return { ...asking, id, ask, ticked };
}

describe('the schedule of a person’s lists', () => {
  it('comes with the first list, and brings it to Trakt when it comes due', async () => {
    const { person, call, id, ask, ticked, onTrakt } = await keeper();
    const { data } = await eventually(async () => {
      const answer = await ask('GET');
      return answer.status === 200 ? answer : undefined;
    }, 'the schedule');
    expect(scheduleSchema.parse(data)).toMatchObject({ kind: 'lists', state: 'running' });
    const [list] = onTrakt();
    world().trakt.lists.removeItem(list?.id ?? 0, { movie: 1 }, { username: person.name });
    expect((await ask('POST', '/run')).status).toBe(202);
    expect(await ticked()).toMatchObject({ outcome: 'ran', why: null });
    const run = await eventually(async () => {
      const page = listRunPageSchema.parse((await call('GET', `/${id}/runs`)).data);
      return page.items.find(
        ({ trigger, status }) => trigger === 'schedule' && status !== 'running',
      );
    }, 'the run that the schedule asked for');
    expect(run).toMatchObject({ status: 'success', counts: { added: 1, removed: 0 } });
    expect(onTrakt()).toMatchObject([{ items: ['movie/1', 'movie/2'] }]);
  });

  it('rests while no list keeps itself', async () => {
    const { call, id, ask, onTrakt } = await keeper();
    expect((await call('PATCH', `/${id}`, { data: { enabled: false } })).status).toBe(200);
    const schedule = await eventually(async () => {
      const found = scheduleSchema.parse((await ask('GET')).data);
      return found.paused === null ? undefined : found;
    }, 'the rest of the schedule');
    expect(schedule).toMatchObject({ state: 'paused', paused: { by: 'settings' } });
    expect(onTrakt()).toHaveLength(1);
  });
});
