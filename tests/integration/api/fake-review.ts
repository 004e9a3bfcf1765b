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
