import { z } from 'zod';
import { runMarksSchema } from '../../src/api/contract/runs/run-marks.js';
import type { withReview } from './review-world.js';
import type { Person } from './with-people.js';

const ticket = z.looseObject({ run_id: z.string() });

/** Taking runs back by the API of such a world. */
export const undoing = (world: ReturnType<typeof withReview>) => ({
  /** Asks for the undo of a run and waits for its end. */
  undo: async (person: Person, runId: string) => {
    const call = await world().as(person);
    const { status, data } = await call('post', `/runs/${runId}/undo`);
    if (status !== 202) throw new Error(`not undone: ${JSON.stringify(data)}`);
    return person.closed(ticket.parse(data).run_id);
  },

  marksOf: async (person: Person, runId: string, query = '') => {
    const call = await world().as(person);
    const { data } = await call('get', `/runs/${runId}/marks${query}`);
    return runMarksSchema.parse(data).items;
  },
});
