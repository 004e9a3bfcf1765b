import contentDisposition from 'content-disposition';
import type { Clock } from '../../platform/lib/clock.js';
import type { ByteRange, StorageBackend } from '../../storage/index.js';
import type { Readable } from 'node:stream';
import type { FileSettings, FileView } from './file.js';
import { FileError } from './file-error.js';
import { toView, type FileRow } from './file-store.js';
import { isGone } from './receiving/take-in.js';

export interface DownloadDeps {
  readonly backend: StorageBackend;
  readonly clock: Clock;
  readonly settings: Pick<FileSettings, 'linkMs' | 'redirects'>;
}

/** A file that is there: read when it is asked for, or found elsewhere. */
export interface Download {
  readonly file: FileView & { readonly size: number; readonly sha256: string };
  /** Of RFC 6266: saved under its name, whatever the browser would make of it. */
  readonly disposition: string;
  /** Set where the service that has the bytes gives them out itself. */
  readonly redirect: string | undefined;
  /** Throws FileError `lost`, StorageError. */
  readonly read: (range?: ByteRange) => Promise<Readable>;
}

/** Throws FileError, StorageError. */
export async function openDownload(deps: DownloadDeps, row: FileRow): Promise<Download> {
  const { size, sha256 } = row;
  if (row.status !== 'stored' || size === null || sha256 === null)
    throw new FileError('not-there-yet', 'Its bytes are not there yet; put them first.');
  const disposition = contentDisposition(row.name, { type: 'attachment' });
  return {
    file: { ...toView(row), size, sha256 },
    disposition,
    redirect: await linkFor(deps, row, disposition),
    async read(range) {
      try {
        return (await deps.backend.read(row.objectKey, range)).body;
      } catch (error) {
        if (isGone(error))
          throw new FileError(
            'lost',
            'Its bytes are not where they should be; tell the operator.',
            error,
          );
        throw error;
      }
    },
  };
}

async function linkFor(
  { backend, settings }: DownloadDeps,
  { objectKey, contentType }: FileRow,
  contentDispositionHeader: string,
): Promise<string | undefined> {
  if (!settings.redirects || backend.direct === undefined) return undefined;
  return backend.direct.linkToRead({
    key: objectKey,
    expiresInSeconds: Math.ceil(settings.linkMs / 1_000),
    contentType,
    contentDisposition: contentDispositionHeader,
  });
}
