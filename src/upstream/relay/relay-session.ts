import { parseAnswer, UpstreamError, type Access, type UpstreamHttp } from '../http/index.js';
import type { RelayCredentials } from './relay-client.js';
import { loginSchema } from './relay-schemas.js';

/** All calls are the installation's own: one count for all. */
const limitKey = 'relay';

export interface RelaySession {
  /** Does the work as an administrator; a session that has ended is opened anew, once. */
  within<T>(work: (access: Access) => Promise<T>): Promise<T>;
}

/** A session of the relay ends after a day without a request, so one may be dead whenever it is used. */
export function createRelaySession(
  http: UpstreamHttp,
  credentials: RelayCredentials,
): RelaySession {
  if (credentials.kind === 'token') {
    const access = { accessToken: credentials.token, limitKey };
    return { within: (work) => work(access) };
  }
  const { username, password } = credentials;
  let opened: Promise<string> | undefined;
  const open = async (): Promise<string> => {
    const request = {
      method: 'POST',
      path: '/web/auth/login',
      body: { username, password },
      secrets: [username, password],
      readsOnly: true,
    } as const;
    return parseAnswer(
      await http.send({ request, access: { accessToken: '', limitKey } }),
      loginSchema,
    );
  };
  const token = (): Promise<string> => {
    const opening = (opened ??= open());
    // One that could not be opened is tried again by the next call.
    opening.catch(() => {
      if (opened === opening) opened = undefined;
    });
    return opening;
  };
  return {
    async within(work) {
      const first = await token();
      try {
        return await work({ accessToken: first, limitKey });
      } catch (error) {
        if (!(error instanceof UpstreamError) || error.kind !== 'unauthorized') throw error;
        if ((await opened) === first) opened = undefined;
        return work({ accessToken: await token(), limitKey });
      }
    },
  };
}
