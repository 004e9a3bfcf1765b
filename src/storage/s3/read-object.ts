import { Readable } from 'node:stream';
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { assertRange } from '../byte-range.js';
import { guardBody } from '../guard-body.js';
import type { ByteRange, ObjectRead } from '../storage-backend.js';
import { StorageError } from '../storage-error.js';
import { service, toFault, translating } from './s3-fault.js';

interface Reading {
  readonly target: { readonly Bucket: string; readonly Key: string };
  readonly range: ByteRange | undefined;
  /** How long the service may send nothing while somebody waits for it. */
  readonly stallMs: number;
}

/** Throws StorageError, also where the service sends other bytes than those asked for. */
export async function readObject(
  reader: S3Client,
  { target, range, stallMs }: Reading,
): Promise<Omit<ObjectRead, 'key'>> {
  if (range !== undefined) assertRange(service, range);
  const asked = range === undefined ? {} : { Range: `bytes=${range.first}-${range.last}` };
  const answer = await translating(() =>
    reader.send(new GetObjectCommand({ ...target, ...asked })),
  );
  if (!(answer.Body instanceof Readable)) throw odd('it answered without a body');
  const body = guardBody(answer.Body, { toFault, stallMs });
  if (range !== undefined && !beginsAt(answer, range.first)) {
    body.destroy();
    throw odd('it answered other bytes than those asked for');
  }
  const size = totalOf(answer.ContentRange) ?? answer.ContentLength ?? 0;
  return { size, writtenAt: answer.LastModified ?? new Date(0), body };
}

const odd = (message: string) => new StorageError({ kind: 'unavailable', service }, message);

const beginsAt = ({ $metadata, ContentRange }: GetObjectCommandOutput, first: number): boolean =>
  $metadata.httpStatusCode === 206 && ContentRange?.startsWith(`bytes ${first}-`) === true;

const totalOf = (contentRange: string | undefined): number | undefined => {
  const total = /\/(\d+)$/.exec(contentRange ?? '')?.[1];
  return total === undefined ? undefined : Number(total);
};
