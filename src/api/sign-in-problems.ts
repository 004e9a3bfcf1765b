export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** When it is answered and what to do, for the documentation. */
  readonly meaning: string;
}

/** Of who asks. Codes are published: they may be added to, never renamed. */
export const signInProblems = {
  'authentication-required': {
    status: 401,
    title: 'An API key or a session is needed',
    meaning: 'Send `Authorization: Bearer wf_…` or `X-API-Key: wf_…`, or sign in.',
  },
  'invalid-key': {
    status: 401,
    title: 'The API key is not valid',
    meaning: 'The key is unknown, expired or revoked. Make a new one.',
  },
  'session-ended': {
    status: 401,
    title: 'The session has ended',
    meaning: 'It expired or was ended elsewhere. Sign in again.',
  },
  'invalid-credentials': {
    status: 401,
    title: 'Name or password is wrong',
    meaning:
      'They do not belong together, or the account is disabled. An administrator can disable, enable and set up accounts anew.',
  },
  'wrong-password': {
    status: 403,
    title: 'The present password is wrong',
    meaning: 'Changing the password and deleting the account ask for the present one once more.',
  },
  'csrf-refused': {
    status: 403,
    title: 'The request may come from another site',
    meaning:
      'With a session cookie, a request that changes something needs the `X-CSRF-Token` that GET /api/v1/me gives out, and must not come from a page of another site. API keys need neither.',
  },
} as const satisfies Readonly<Record<string, ProblemKind>>;
