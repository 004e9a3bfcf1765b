export const fileStatuses = ['pending', 'stored'] as const;
/** `pending`: its bytes are still to come, or to be looked at. */
export type FileStatus = (typeof fileStatuses)[number];

/** A file as its owner sees it. */
export interface FileView {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly status: FileStatus;
  /** Bytes; null while pending, unless announced. */
  readonly size: number | null;
  /** Hex; null while pending, unless announced. */
  readonly sha256: string | null;
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
  readonly storedAt: Date | null;
  /** Since when its bytes are not where they should be; null while all is well. */
  readonly missingSince: Date | null;
}

/** What the owner says of a file before it is there. */
export interface FileWish {
  readonly userId: string;
  readonly name: string;
  /** Without parameters, in lower case. */
  readonly contentType: string;
  readonly size?: number | undefined;
  readonly sha256?: string | undefined;
  readonly expiresAt?: Date | undefined;
}

export interface FileSettings {
  readonly mostBytes: number;
  /** `image/png`, or `image/*`. */
  readonly types: readonly string[];
  readonly linkMs: number;
  /** Downloads are sent on to the service that has the bytes, where it gives out addresses. */
  readonly redirects: boolean;
  /** What has no counterpart for so long is not on its way any more. */
  readonly graceMs: number;
}
