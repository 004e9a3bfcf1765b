import type { Readable } from 'node:stream';
import type { Database } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import { NotFoundError } from '../../platform/lib/errors.js';
import type { Page, PageWish } from '../../platform/lib/page-cursor.js';
import type { LinkSigner } from '../../platform/security/link-signer.js';
import type { StorageBackend } from '../../storage/index.js';
import { openDownload, type Download } from './download.js';
import type { FileSettings, FileView, FileWish } from './file.js';
import { createFileStore, toView } from './file-store.js';
import { createOrphanStore, type Orphan } from './keeping/orphan-store.js';
import { reconcile, removeAllOf, removeFile, type Reconciled } from './keeping/reconcile.js';
import { createRemovalStore } from './keeping/removal-store.js';
import {
  acceptPut,
  announce,
  assertSigned,
  confirm,
  linkToDownload,
  type Link,
  type SignedQuery,
} from './links/links.js';
import { receive, type Received } from './receiving/receive.js';

export interface FilesDeps {
  readonly db: Database;
  readonly backend: StorageBackend;
  readonly signer: LinkSigner;
  readonly clock: Clock;
  readonly settings: FileSettings;
}

/** Files of people. Everybody's are their own. All throw StorageError where the backend does not answer. */
export interface Files {
  /** Throws FileError. */
  receive(
    wish: FileWish & { readonly requestId?: string | undefined },
    body: Readable,
  ): Promise<Received>;
  /** Throws FileError. */
  announce(
    wish: FileWish & { readonly size: number },
  ): Promise<{ readonly file: FileView; readonly link: Link }>;
  /** What is put at a signed address. Throws FileError, NotFoundError. */
  acceptPut(
    query: SignedQuery,
    sent: { readonly body: Readable; readonly contentType: string },
  ): Promise<{ readonly file: FileView; readonly userId: string }>;
  /** What was put into the service is there. Throws FileError, NotFoundError. */
  confirm(userId: string, id: string): Promise<FileView>;
  /** Throws NotFoundError. */
  find(userId: string, id: string): Promise<FileView>;
  /** Newest first. Throws InputError for a cursor that is not ours. */
  list(userId: string, page: PageWish): Promise<Page<FileView>>;
  /** Throws FileError, NotFoundError. */
  download(userId: string, id: string): Promise<Download>;
  linkToDownload(userId: string, id: string): Promise<Link>;
  /** For whoever has a signed address. Throws FileError, NotFoundError. */
  downloadBy(query: SignedQuery): Promise<Download>;
  /** Throws NotFoundError. */
  remove(userId: string, id: string): Promise<void>;
  /** Of a person who leaves. Safe to repeat; answers how many there were. */
  removeAllOf(userId: string): Promise<number>;
  /** Rows and objects, from both sides. */
  reconcile(options?: { readonly isDryRun?: boolean }): Promise<Reconciled>;
  /** Objects that belong to no file, as the last reconciliation saw them. */
  orphans(limit: number, after?: string): Promise<readonly Orphan[]>;
}

export function createFiles({ db, ...deps }: FilesDeps): Files {
  const { clock, backend } = deps;
  const store = createFileStore(db);
  const removals = createRemovalStore(db);
  const orphans = createOrphanStore(db);
  const all = { ...deps, store, removals, orphans };
  const now = () => clock.now();
  return {
    receive: (wish, body) => receive(all, wish, body),
    announce: (wish) => announce(all, wish),
    acceptPut: (query, sent) => acceptPut(all, query, sent),
    confirm: (userId, id) => confirm(all, userId, id),
    find: async (userId, id) => toView(await store.find(id, now(), userId)),
    list: (userId, page) => store.list(userId, now(), page),
    download: async (userId, id) => openDownload(all, await store.find(id, now(), userId)),
    linkToDownload: (userId, id) => linkToDownload(all, userId, id),
    async downloadBy(query) {
      assertSigned(all, 'get', query);
      return openDownload(all, await store.find(query.id, now()));
    },
    async remove(userId, id) {
      const marked = await removals.mark(id, userId);
      if (marked === undefined)
        throw new NotFoundError(`No file of yours has the id ${JSON.stringify(id.slice(0, 60))}.`);
      await removeFile({ backend, removals }, marked);
    },
    removeAllOf: (userId) => removeAllOf({ backend, removals }, userId),
    reconcile: ({ isDryRun = false } = {}) => reconcile(all, isDryRun),
    orphans: (limit, after) => orphans.list(limit, after),
  };
}
