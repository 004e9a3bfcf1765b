import { about } from './about.js';
import * as type from './value-types.js';

// How much may be asked of the API; `variables.ts` puts all together.

const most = 1_000_000_000;

export const requests = {
  KEY_REQUESTS_PER_MINUTE: type.wholeNumber(1, 1_000_000).register(about, {
    group: 'API keys',
    key: 'requests.key.minute',
    doc: 'Requests an API key may make in a minute, unless the key says otherwise; a session, too.',
    default: '600',
  }),
  KEY_REQUESTS_PER_DAY: type.wholeNumber(1, most).optional().register(about, {
    group: 'API keys',
    key: 'requests.key.day',
    doc: 'In a day (UTC), unless the key says otherwise.',
    absent: 'no end',
  }),
  KEY_REQUESTS_PER_MONTH: type.wholeNumber(1, most).optional().register(about, {
    group: 'API keys',
    key: 'requests.key.month',
    doc: 'In a month (UTC), unless the key says otherwise.',
    absent: 'no end',
  }),
  USER_REQUESTS_PER_MINUTE: type.wholeNumber(1, 1_000_000).optional().register(about, {
    group: 'API keys',
    key: 'requests.user.minute',
    doc: 'Requests all keys of a person together may make in a minute.',
    absent: 'no end but that of each key',
  }),
  USER_REQUESTS_PER_DAY: type.wholeNumber(1, most).optional().register(about, {
    group: 'API keys',
    key: 'requests.user.day',
    doc: 'All keys of a person together in a day (UTC).',
    absent: 'no end',
  }),
  USER_REQUESTS_PER_MONTH: type.wholeNumber(1, most).optional().register(about, {
    group: 'API keys',
    key: 'requests.user.month',
    doc: 'All keys of a person together in a month (UTC).',
    absent: 'no end',
  }),
};
