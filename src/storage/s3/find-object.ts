import { HeadBucketCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { StorageError } from '../storage-error.js';
import { service, toFault } from './s3-fault.js';

interface Target {
  readonly Bucket: string;
  readonly Key: string;
}

interface Found {
  readonly size: number;
  readonly writtenAt: Date;
}

/** Undefined where the bucket is there and the object is not. Throws StorageError. */
export async function findObject(client: S3Client, target: Target): Promise<Found | undefined> {
  try {
    const answer = await client.send(new HeadObjectCommand(target));
    return { size: answer.ContentLength ?? 0, writtenAt: answer.LastModified ?? new Date(0) };
  } catch (error) {
    const fault = toFault(error);
    if (fault.kind !== 'not-found') throw fault;
  }
  await assertBucket(client, target.Bucket);
  return undefined;
}

/** An answer to HEAD has no body that would say which of the two is missing. */
async function assertBucket(client: S3Client, Bucket: string): Promise<void> {
  try {
    await client.send(new HeadBucketCommand({ Bucket }));
  } catch (error) {
    const fault = toFault(error);
    if (fault.kind !== 'not-found') throw fault;
    throw new StorageError({ kind: 'refused', service }, 'the bucket is not there', error);
  }
}
