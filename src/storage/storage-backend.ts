import type { Readable } from 'node:stream';
import type { BackendName } from './storage-error.js';

/** Both inclusive, as HTTP counts them; what is behind the end of the object is cut off. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

export interface ObjectFacts {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** By the clock of the service. */
  readonly writtenAt: Date;
}

export interface ObjectRead extends ObjectFacts {
  /** Exactly the bytes asked for; whoever does not read to the end destroys it. Fails with StorageError. */
  readonly body: Readable;
}

export interface ObjectQuery {
  /** '' for all. */
  readonly prefix: string;
  readonly limit: number;
  /** As the page before gave it out. */
  readonly cursor?: string | undefined;
}

export interface ObjectPage {
  /** In the order of the UTF-8 bytes of their keys. */
  readonly items: readonly ObjectFacts[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

export type BackendHealth =
  | { readonly ok: true; readonly ms: number }
  | { readonly ok: false; readonly detail: string; readonly ms: number };

export interface LinkWish {
  readonly key: string;
  readonly expiresInSeconds: number;
}

export interface ReadLinkWish extends LinkWish {
  readonly contentType: string;
  readonly contentDisposition: string;
}

export interface WriteLinkWish extends LinkWish {
  readonly contentType: string;
  readonly size: number;
}

/**
 * Addresses of the service itself, good for some time for whoever has them: bytes that do not pass through us. Throws `invalid-key`, and
 * `too-large` for writing or moving more than the service takes in one request.
 */
export interface DirectAccess {
  linkToRead(wish: ReadLinkWish): Promise<string>;
  /** The caller has to send the same type and length. */
  linkToWrite(wish: WriteLinkWish): Promise<string>;
  /** Moves an object inside the service, without its bytes passing through us. Safe to repeat. Throws `not-found`. */
  move(from: string, to: string): Promise<void>;
}

/**
 * Objects under keys. A write is seen as a whole or not at all, and a reader gets one version or a fault, never a mix. All throw
 * StorageError; none waits for a service that is away. Keys: see `assertKey`.
 */
export interface StorageBackend {
  readonly name: BackendName;
  /** Replaces what was there. A source that fails leaves what was there; it is destroyed whenever it was not read to its end. */
  write(key: string, body: Readable): Promise<{ readonly size: number }>;
  read(key: string, range?: ByteRange): Promise<ObjectRead>;
  find(key: string): Promise<ObjectFacts | undefined>;
  query(query: ObjectQuery): Promise<ObjectPage>;
  /** What is not there is deleted already. */
  delete(key: string): Promise<void>;
  /** Never throws, and answers within seconds. */
  health(): Promise<BackendHealth>;
  /** Removes what writes that broke off before then have left, and what is left of expired objects: nobody sees either. Answers how many. */
  sweep(before: Date): Promise<number>;
  close(): Promise<void>;
  /** Absent where everything goes through us. */
  readonly direct?: DirectAccess | undefined;
}
