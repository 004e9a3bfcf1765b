import { InputError } from '../../../platform/lib/errors.js';
import { parseCursor, type PagePlace } from '../../../platform/lib/page-cursor.js';

/** Where a page of plays ended. Throws InputError for a cursor that is not ours. */
export function parsePlayPlace(cursor: string): PagePlace {
  const place = parseCursor(cursor);
  if (/^\d{1,18}$/.test(place.id)) return place;
  const message = 'is not a cursor of this list; start again without it';
  throw new InputError('query', [{ place: '/cursor', message }]);
}
