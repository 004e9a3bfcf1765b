import type { ProblemKind } from './sign-in-problems.js';

/** What can be wrong with a file, or with where it is kept. */
export const fileProblems = {
  'file-too-large': {
    status: 413,
    title: 'The file is too large',
    meaning:
      'The detail says how many bytes a file may have here. One to import may also be sent as a zip.',
  },
  'file-broke-off': {
    status: 400,
    title: 'The file did not arrive whole',
    meaning: 'The connection ended while it was sent. Nothing was kept; send it again.',
  },
  'unsupported-file': {
    status: 415,
    title: 'This is no kind of file that is taken here',
    meaning:
      'The detail names the types that are. Send the file as it is, without Content-Encoding.',
  },
  'file-refused': {
    status: 415,
    title: 'The type of the file is not taken',
    meaning:
      'It is none of the types the operator takes, or what is in it is of another type than was said.',
  },
  'file-differs': {
    status: 422,
    title: 'The file is not as it was announced',
    meaning: 'Its size or its SHA-256 is another one. Nothing was kept; send it again.',
  },
  'file-there-already': {
    status: 409,
    title: 'The file is there already',
    meaning: 'What is there is not replaced. Upload another one under an id of its own.',
  },
  'file-gone': {
    status: 409,
    title: 'The file was deleted while it was sent',
    meaning: 'Or it was sent a second time, and that one was faster.',
  },
  'file-not-there': {
    status: 409,
    title: 'The bytes of the file have not come yet',
    meaning: 'Put them at the address that was given out for them first.',
  },
  'file-lost': {
    status: 404,
    title: 'The bytes of the file are not where they should be',
    meaning: 'The file is known, but its bytes were not found. Tell the operator.',
  },
  'link-invalid': {
    status: 403,
    title: 'The address is not good, or not any more',
    meaning: 'It was changed on the way, or has expired. Ask for another.',
  },
  'range-not-satisfiable': {
    status: 416,
    title: 'The file does not reach so far',
    meaning: '`Content-Range` says how many bytes it has.',
  },
  'storage-unavailable': {
    status: 503,
    title: 'What keeps files cannot be reached',
    meaning: 'Repeat the request after `Retry-After` seconds; GET /health tells the state.',
  },
  'storage-full': {
    status: 507,
    title: 'There is no room for the file',
    meaning: 'The operator has to make some. Nothing was kept.',
  },
} as const satisfies Readonly<Record<string, ProblemKind>>;
