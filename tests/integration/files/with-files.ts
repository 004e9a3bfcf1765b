import { createHash } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import { createAccounts } from '../../../src/areas/accounts/index.js';
import { createAudit } from '../../../src/areas/audit/index.js';
import type { Files, FileSettings } from '../../../src/areas/files/index.js';
import { fileSchema } from '../../../src/api/contract/files/file.js';
import type { StorageBackend } from '../../../src/storage/index.js';
import { collectLog } from '../../support/collect-log.js';
import { openFiles } from '../../support/files/open-files.js';
import { subjects, type Subject } from '../../support/storage/subjects.js';
import { withDatabase } from '../../support/with-database.js';
import { startApi } from '../api/with-api.js';
import { cheapPasswords } from '../../support/cheap-passwords.js';

interface WithFiles {
  readonly backend?: 'local' | 's3';
  readonly settings?: Partial<FileSettings>;
}

interface Sending {
  readonly data?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Files behind the real door, over a database and a place in a backend of the file's own. */
export function withFiles({ backend: name = 'local', settings }: WithFiles = {}) {
  const database = withDatabase();
  let made: Awaited<ReturnType<typeof open>> | undefined;

  async function open() {
    const subject = await subjects(() => database.url)[name]();
    const backend = subject.open();
    const { db } = database;
    const { files, clock } = openFiles({ db, backend, settings });
    const accounts = createAccounts({
      db,
      clock,
      settings: {
        sessionIdleMs: 3_600_000_000,
        sessionLifeMs: 8_640_000_000,
        passwordCost: cheapPasswords,
      },
    });
    const { log } = collectLog();
    const audit = createAudit({ db, clock, log });
    const port = { ...files, requestReconcile: () => Promise.reject(new Error('not here')) };
    const running = await startApi({ accounts, audit, files: port, clock });
    return { ...running, accounts, files, clock, backend, subject };
  }

  beforeAll(async () => {
    made = await open();
  }, 180_000);
  afterAll(async () => {
    await made?.api.stop();
    await made?.backend.close();
    await made?.subject.end();
  });

  let people = 0;
  return () => {
    if (made === undefined) throw new Error('The files can be used once tests run.');
    const { accounts, http, api } = made;
    const parts: Parts = made;
    return {
      ...parts,
      db: database.db,
      url: api.url,
      http,
      lines: made.lines,
      /** A person nobody else in the file is, with a key that may do this. */
      async someone(scopes: readonly string[] = ['files:read', 'files:write']) {
        people += 1;
        const wish = { name: `person ${people}`, role: 'member', locale: 'en' } as const;
        const { id } = await accounts.people.create({ ...wish, password: 'correct horse battery' });
        const { key } = await accounts.keys.create(id, { name: 'theirs', scopes: [...scopes] });
        return aPerson({ userId: id, key, http });
      },
    };
  };
}

interface Parts {
  readonly files: Files;
  readonly clock: ReturnType<typeof openFiles>['clock'];
  readonly backend: StorageBackend;
  readonly subject: Subject;
}

interface PersonParts {
  readonly userId: string;
  readonly key: string;
  readonly http: Awaited<ReturnType<typeof startApi>>['http'];
}

interface Uploading {
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const path = '/api/v1/storage/files';
const anything = 'application/octet-stream';

function aPerson({ userId, key, http }: PersonParts) {
  const ask = (method: string, url: string, { data, headers = {} }: Sending = {}) =>
    http.request<Buffer>({
      method,
      url: `${path}${url}`,
      responseType: 'arraybuffer',
      ...(data === undefined ? {} : { data }),
      headers: { authorization: `Bearer ${key}`, ...headers },
      maxBodyLength: Infinity,
    });
  const upload = (bytes: Buffer, type = anything, { query = '', headers = {} }: Uploading = {}) =>
    ask('post', `/upload${query}`, { data: bytes, headers: { 'content-type': type, ...headers } });
  return {
    userId,
    key,
    ask,
    upload,
    /** That is kept. */
    async kept(bytes: Buffer, type = anything, query = '') {
      const answer = await upload(bytes, type, { query });
      if (answer.status !== 201) throw new Error(`${answer.status} ${answer.data.toString()}`);
      return fileSchema.parse(JSON.parse(answer.data.toString()));
    },
    download: (id: string, headers: Readonly<Record<string, string>> = {}) =>
      ask('get', `/${id}/download`, { headers }),
  };
}

/** What a JSON answer says. */
export const jsonOf = ({ data }: { readonly data: Buffer }): unknown => JSON.parse(data.toString());

export const codeIn = (answer: { readonly status: number; readonly data: Buffer }): string => {
  const body = jsonOf(answer);
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : 'none';
  return `${answer.status} ${String(code)}`;
};

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
