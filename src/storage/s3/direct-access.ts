import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { DirectAccess, ReadLinkWish, WriteLinkWish } from '../storage-backend.js';
import { notFound, StorageError } from '../storage-error.js';
import { findObject } from './find-object.js';
import { service, translating } from './s3-fault.js';

interface DirectParts {
  readonly client: S3Client;
  /** Signs only: its addresses are the ones others reach. */
  readonly signer: S3Client;
  /** Throws `invalid-key`. */
  readonly placeOf: (key: string) => { readonly Bucket: string; readonly Key: string };
}

/** S3 takes no more in one request, nor copies it in one. */
const mostBytesAtOnce = 5 * 1024 ** 3;

export const createDirectAccess = ({ client, signer, placeOf }: DirectParts): DirectAccess => ({
  async linkToRead({ key, expiresInSeconds, contentType, contentDisposition }: ReadLinkWish) {
    const command = new GetObjectCommand({
      ...placeOf(key),
      ResponseContentType: contentType,
      ResponseContentDisposition: contentDisposition,
    });
    return getSignedUrl(signer, command, { expiresIn: expiresInSeconds });
  },
  async linkToWrite({ key, expiresInSeconds, contentType, size }: WriteLinkWish) {
    assertSize(size);
    const command = new PutObjectCommand({
      ...placeOf(key),
      ContentType: contentType,
      ContentLength: size,
    });
    return getSignedUrl(signer, command, {
      expiresIn: expiresInSeconds,
      signableHeaders: new Set(['host', 'content-type', 'content-length']),
    });
  },
  async move(from, to) {
    const [source, target] = [placeOf(from), placeOf(to)];
    const found = await findObject(client, source);
    if (found === undefined) {
      // Moved by an earlier attempt.
      if ((await findObject(client, target)) !== undefined) return;
      throw notFound(service, from);
    }
    assertSize(found.size);
    const encoded = source.Key.split('/').map(encodeURIComponent).join('/');
    const copy = { ...target, CopySource: `${source.Bucket}/${encoded}` };
    await translating(async () => {
      await client.send(new CopyObjectCommand(copy));
      await client.send(new DeleteObjectCommand(source));
    });
  },
});

function assertSize(size: number): void {
  if (size <= mostBytesAtOnce) return;
  throw new StorageError(
    { kind: 'too-large', service },
    'objects of more than 5 GiB have to pass through watchflow',
  );
}
