import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { DirectAccess } from '../storage-backend.js';
import { StorageError } from '../storage-error.js';
import { toFault } from './s3-fault.js';

interface DirectParts {
  readonly client: S3Client;
  /** Signs only: its addresses are the ones others reach. */
  readonly signer: S3Client;
  readonly bucket: string;
  readonly toName: (key: string) => string;
}

export const createDirectAccess = ({
  client,
  signer,
  bucket,
  toName,
}: DirectParts): DirectAccess => ({
  linkToRead: ({ key, expiresInSeconds, contentType, contentDisposition }) =>
    getSignedUrl(
      signer,
      new GetObjectCommand({
        Bucket: bucket,
        Key: toName(key),
        ResponseContentType: contentType,
        ResponseContentDisposition: contentDisposition,
      }),
      { expiresIn: expiresInSeconds },
    ),
  linkToWrite: ({ key, expiresInSeconds, contentType, size }) =>
    getSignedUrl(
      signer,
      new PutObjectCommand({
        Bucket: bucket,
        Key: toName(key),
        ContentType: contentType,
        ContentLength: size,
      }),
      {
        expiresIn: expiresInSeconds,
        signableHeaders: new Set(['host', 'content-type', 'content-length']),
      },
    ),
  async move(from, to) {
    const [source, target] = [
      { Bucket: bucket, Key: toName(from) },
      { Bucket: bucket, Key: toName(to) },
    ];
    try {
      const encoded = source.Key.split('/').map(encodeURIComponent).join('/');
      await client.send(new CopyObjectCommand({ ...target, CopySource: `${bucket}/${encoded}` }));
    } catch (error) {
      const fault = toFault(error);
      // Moved by an earlier attempt.
      if (fault.kind !== 'not-found' || !(await isThere(client, target))) throw fault;
    }
    await client.send(new DeleteObjectCommand(source)).catch((error: unknown) => {
      throw toFault(error);
    });
  },
});

async function isThere(
  client: S3Client,
  target: { Bucket: string; Key: string },
): Promise<boolean> {
  try {
    await client.send(new HeadObjectCommand(target));
    return true;
  } catch (error) {
    const fault = toFault(error);
    if (fault instanceof StorageError && fault.kind === 'not-found') return false;
    throw fault;
  }
}
