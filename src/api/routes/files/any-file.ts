import type { Upload } from '../../route.js';

/** What is taken and how much of it is the operator's to say, and looked at where it is kept. */
export const anyFile: Upload = {
  types: ['text/plain', 'application/octet-stream', '*/*'],
  limitBytes: Number.POSITIVE_INFINITY,
  example: '1\n00:00:01,000 --> 00:00:03,000\n旅が終わった。\n',
};
