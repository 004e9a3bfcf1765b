import type { ApiPorts } from '../../../src/api/ports.js';
import { NotFoundError } from '../../../src/platform/lib/errors.js';

const nothingOnPage = async () => Promise.resolve({ items: [], nextCursor: null });
const none = async () => Promise.reject(new NotFoundError('There is none.'));

/** Of somebody who has watched nothing and said nothing. */
export const fakeReview: ApiPorts['review'] = {
  list: nothingOnPage,
  find: none,
  settle: none,
  syncable: async () => Promise.resolve([]),
  mappings: {
    list: nothingOnPage,
    find: none,
    create: none,
    replace: none,
    remove: none,
    exportAll: async () => Promise.resolve([]),
    importAll: none,
  },
};

/** Of somebody who was never asked. */
export const noRemovals: ApiPorts['removals'] = {
  decide: async () => Promise.resolve({ due: 0 }),
  hasDue: async () => Promise.resolve(false),
  countDue: async () => Promise.resolve(0),
  list: nothingOnPage,
  find: none,
  items: nothingOnPage,
  answer: none,
};

/** Of runs that set nothing. */
export const noMarks: Pick<ApiPorts['runs'], 'marks' | 'marksOf'> = {
  marks: nothingOnPage,
  marksOf: async () => Promise.resolve({}),
};

/** Of dry runs that nobody asked for. */
export const noPlans: Omit<ApiPorts['plans'], 'request'> = {
  list: nothingOnPage,
  find: async () => Promise.resolve(undefined),
  items: nothingOnPage,
  subjects: nothingOnPage,
  removals: nothingOnPage,
  progress: async () => Promise.resolve(undefined),
  cancel: async () => Promise.resolve('not-running'),
};
