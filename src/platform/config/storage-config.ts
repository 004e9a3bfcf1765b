/** Which backend keeps which kind of data, and how each is reached. */
export interface StorageConfig {
  readonly files: StorageBackendName;
  readonly cache: StorageBackendName;
  /** Absolute; what the local backend keeps. */
  readonly dir: string;
  /** Set where one of them is `s3`. */
  readonly s3?: S3Config | undefined;
  /** Set where one of them is `redis`. */
  readonly redisUrl?: string | undefined;
  readonly cacheBytes: number;
  readonly cacheTtlMs: number;
}

/** What is taken as a file, and how it is handed out. */
export interface FilesConfig {
  readonly mostBytes: number;
  readonly types: readonly string[];
  readonly linkMs: number;
  readonly redirects: boolean;
  readonly graceMs: number;
}

export const storageBackendNames = ['local', 's3', 'postgres', 'memory', 'redis'] as const;
export type StorageBackendName = (typeof storageBackendNames)[number];

export interface S3Config {
  readonly bucket: string;
  readonly region: string;
  /** Absent = Amazon's own for the region. */
  readonly endpoint?: string | undefined;
  /** Where others reach it, if elsewhere. */
  readonly publicEndpoint?: string | undefined;
  /** The bucket in the path instead of the host name. */
  readonly pathStyle: boolean;
  /** In front of every key. */
  readonly prefix: string;
  /** Absent = as Amazon's SDK finds them. */
  readonly credentials?: S3Credentials | undefined;
}

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}
