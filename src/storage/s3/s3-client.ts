import { S3Client } from '@aws-sdk/client-s3';
import type { NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import type { S3Config } from '../../platform/config/storage-config.js';
import { createPatientHandler } from './patient-handler.js';

export interface S3Options extends S3Config {
  /** How long the service may be silent while we wait for it; absent = 20 seconds. */
  readonly idleMs?: number | undefined;
}

const connectMs = 3_000;
export const usualIdleMs = 20_000;
const attempts = 3;

export const createS3Client = (options: S3Options, endpoint: string | undefined): S3Client =>
  toClient(options, { endpoint, socketTimeout: options.idleMs ?? usualIdleMs });

/** For bodies that are read as slowly as somebody likes: only the beginning of an answer is waited for, its body is guarded where it is read. */
export const createS3Reader = (options: S3Options): S3Client =>
  toClient(options, {
    endpoint: options.endpoint,
    socketTimeout: 0,
    requestTimeout: options.idleMs ?? usualIdleMs,
    throwOnRequestTimeout: true,
  });

interface Transport extends NodeHttpHandlerOptions {
  readonly endpoint: string | undefined;
}

const toClient = (
  { region, pathStyle, credentials }: S3Options,
  { endpoint, ...transport }: Transport,
): S3Client =>
  new S3Client({
    region,
    forcePathStyle: pathStyle,
    maxAttempts: attempts,
    // Newer checksums are unknown to many services that speak S3.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: createPatientHandler({ connectionTimeout: connectMs, ...transport }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials: { ...credentials } }),
  });
