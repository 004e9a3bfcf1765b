import { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';

export interface S3Options {
  readonly bucket: string;
  readonly region: string;
  /** Absent = Amazon's own for the region. */
  readonly endpoint?: string | undefined;
  /** Where others reach it, for addresses that are given out. */
  readonly publicEndpoint?: string | undefined;
  /** The bucket in the path instead of the host name. */
  readonly pathStyle: boolean;
  /** In front of every key. */
  readonly prefix: string;
  /** Absent = as the SDK finds them: environment, profile, role of the machine. */
  readonly credentials?:
    { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

const connectMs = 3_000;
/** Nothing arrives, nothing leaves. */
const idleMs = 20_000;
const attempts = 3;

export const createS3Client = (
  { region, pathStyle, credentials }: S3Options,
  endpoint: string | undefined,
): S3Client =>
  new S3Client({
    region,
    forcePathStyle: pathStyle,
    maxAttempts: attempts,
    // Newer checksums are unknown to many services that speak S3.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: new NodeHttpHandler({ connectionTimeout: connectMs, socketTimeout: idleMs }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials: { ...credentials } }),
  });
