import type { Fault } from '../lib/errors.js';
import type { Values } from './variables.js';

type PlaceOf = (name: string) => string;

interface Lack {
  readonly name: keyof Values;
  readonly isNeeded: (values: Values) => boolean;
  readonly message: string;
}

const hasMail = ({ SMTP_URL }: Values) => SMTP_URL !== undefined;

const keptIn = (backend: Values['STORAGE_FILES']) => (values: Values) =>
  values.STORAGE_FILES === backend || values.STORAGE_CACHE === backend;

const lacks: readonly Lack[] = [
  {
    name: 'S3_BUCKET',
    isNeeded: keptIn('s3'),
    message: 'expected the name of a bucket where STORAGE_FILES or STORAGE_CACHE is s3; set it',
  },
  {
    name: 'REDIS_URL',
    isNeeded: keptIn('redis'),
    message: 'expected a redis:// address where STORAGE_FILES or STORAGE_CACHE is redis; set it',
  },
  {
    name: 'S3_SECRET_ACCESS_KEY',
    isNeeded: (values) => values.S3_ACCESS_KEY_ID !== undefined,
    message: 'expected beside S3_ACCESS_KEY_ID; set both or none',
  },
  {
    name: 'S3_ACCESS_KEY_ID',
    isNeeded: (values) => values.S3_SECRET_ACCESS_KEY !== undefined,
    message: 'expected beside S3_SECRET_ACCESS_KEY; set both or none',
  },
  {
    name: 'SMTP_FROM',
    isNeeded: hasMail,
    message: 'expected beside SMTP_URL: who the mails are from; set it',
  },
  {
    name: 'SMTP_URL',
    isNeeded: ({ SMTP_FROM, SMTP_USER, SMTP_PASSWORD }) =>
      [SMTP_FROM, SMTP_USER, SMTP_PASSWORD].some((value) => value !== undefined),
    message: 'expected beside the other SMTP_ settings: without it no mail is sent; set it',
  },
  {
    name: 'SMTP_PASSWORD',
    isNeeded: ({ SMTP_USER, SMTP_URL }) =>
      SMTP_USER !== undefined && SMTP_URL !== undefined && new URL(SMTP_URL).password === '',
    message: 'expected beside SMTP_USER; set both or none',
  },
  {
    name: 'RELAY_TOKEN',
    isNeeded: ({ RELAY_URL, RELAY_USERNAME, RELAY_PASSWORD }) =>
      RELAY_URL !== undefined && RELAY_USERNAME === undefined && RELAY_PASSWORD === undefined,
    message: 'expected beside RELAY_URL, or RELAY_USERNAME and RELAY_PASSWORD instead; set it',
  },
  {
    name: 'RELAY_PASSWORD',
    isNeeded: ({ RELAY_USERNAME }) => RELAY_USERNAME !== undefined,
    message: 'expected beside RELAY_USERNAME; set both or none',
  },
  {
    name: 'RELAY_USERNAME',
    isNeeded: ({ RELAY_PASSWORD }) => RELAY_PASSWORD !== undefined,
    message: 'expected beside RELAY_PASSWORD; set both or none',
  },
];

/** What has to be set because something else is. */
export const lackingIn = (values: Values, placeOf: PlaceOf): Fault[] =>
  lacks
    .filter(({ name, isNeeded }) => values[name] === undefined && isNeeded(values))
    .map(({ name, message }) => ({ place: placeOf(name), message }));
