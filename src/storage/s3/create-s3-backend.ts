import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  HeadBucketCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { brokenOff, toBytes } from '../collect.js';
import { measureHealth } from '../measure-health.js';
import { assertKey, assertKeyToWrite } from '../object-key.js';
import type { ObjectFacts, ObjectQuery, StorageBackend } from '../storage-backend.js';
import { createDirectAccess } from './direct-access.js';
import { findObject } from './find-object.js';
import { readObject } from './read-object.js';
import { createS3Client, createS3Reader, usualIdleMs, type S3Options } from './s3-client.js';
import { service, translating } from './s3-fault.js';

const partBytes = 8 * 1024 * 1024;
/** Held in memory at once, with the one that fills up. */
const partsAtOnce = 2;
/** More are not answered at once. */
const mostListed = 1_000;

interface Place {
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix: string;
}

/** Objects in a bucket of a service that speaks S3. */
export function createS3Backend(options: S3Options): StorageBackend {
  const { bucket, prefix, endpoint, publicEndpoint = endpoint, idleMs = usualIdleMs } = options;
  const client = createS3Client(options, endpoint);
  const signer = publicEndpoint === endpoint ? client : createS3Client(options, publicEndpoint);
  const reader = createS3Reader(options);
  const place = { client, bucket, prefix };
  const placeOf = (key: string) => {
    assertKey(service, key);
    return { Bucket: bucket, Key: prefix + key };
  };
  return {
    name: service,
    direct: createDirectAccess({ client, signer, placeOf }),
    async write(key, body) {
      assertKeyToWrite(service, key, body);
      return write(client, placeOf(key), body);
    },
    async read(key, range) {
      const found = await readObject(reader, { target: placeOf(key), range, stallMs: idleMs });
      return { key, ...found };
    },
    async find(key) {
      const found = await findObject(client, placeOf(key));
      return found && { key, ...found };
    },
    query: (query) => translating(() => list(place, query)),
    async delete(key) {
      const command = new DeleteObjectCommand(placeOf(key));
      await translating(() => client.send(command));
    },
    health: () =>
      measureHealth(() =>
        translating(() => client.send(new HeadBucketCommand({ Bucket: bucket }))),
      ),
    sweep: (before) => translating(() => abortUploads(place, before)),
    close() {
      for (const one of new Set([client, signer, reader])) one.destroy();
      return Promise.resolve();
    },
  };
}

/** In parts where it is large; those of one that breaks off are taken back, or else swept later. */
async function write(
  client: S3Client,
  target: { Bucket: string; Key: string },
  body: Readable,
): Promise<{ size: number }> {
  let size = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    try {
      for await (const piece of body) {
        const bytes = toBytes(piece);
        size += bytes.length;
        yield bytes;
      }
    } catch (error) {
      throw brokenOff(service, error);
    }
  }
  const source = Readable.from(counted(), { objectMode: false });
  const params = { ...target, Body: source };
  const upload = new Upload({ client, params, partSize: partBytes, queueSize: partsAtOnce });
  try {
    await translating(() => upload.done());
    return { size };
  } finally {
    source.destroy();
    body.destroy();
  }
}

async function list(
  { client, bucket, prefix }: Place,
  { prefix: wanted, limit, cursor }: ObjectQuery,
) {
  const answer = await client.send(
    new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix + wanted,
      MaxKeys: Math.min(limit, mostListed),
      ...(cursor === undefined ? {} : { StartAfter: prefix + cursor }),
    }),
  );
  const items = (answer.Contents ?? []).flatMap(({ Key, Size = 0, LastModified }): ObjectFacts[] =>
    Key === undefined
      ? []
      : [{ key: Key.slice(prefix.length), size: Size, writtenAt: LastModified ?? new Date(0) }],
  );
  const last = items.at(-1)?.key ?? null;
  return { items, nextCursor: answer.IsTruncated === true ? last : null };
}

async function abortUploads({ client, bucket, prefix }: Place, before: Date): Promise<number> {
  let aborted = 0;
  let marker: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {};
  while (marker !== undefined) {
    const page = await client.send(
      new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix, ...marker }),
    );
    for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
      if (Initiated === undefined || Initiated >= before) continue;
      await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }));
      aborted += 1;
    }
    marker = nextOf(page);
  }
  return aborted;
}

const nextOf = (page: {
  IsTruncated?: boolean | undefined;
  NextKeyMarker?: string | undefined;
  NextUploadIdMarker?: string | undefined;
}): { KeyMarker?: string; UploadIdMarker?: string } | undefined =>
  page.IsTruncated === true && page.NextKeyMarker !== undefined
    ? {
        KeyMarker: page.NextKeyMarker,
        ...(page.NextUploadIdMarker === undefined
          ? {}
          : { UploadIdMarker: page.NextUploadIdMarker }),
      }
    : undefined;
