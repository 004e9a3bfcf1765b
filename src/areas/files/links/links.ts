import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { assertFuture } from '../../../platform/lib/assert-future.js';
import type { LinkSigner } from '../../../platform/security/link-signer.js';
import type { FileView, FileWish } from '../file.js';
import { FileError } from '../file-error.js';
import { toView, type Attempt, type FileRow } from '../file-store.js';
import { incomingKeyOf, newObjectKey } from '../object-keys.js';
import { assertAllowed } from '../receiving/judge-type.js';
import { assertRoom, longestUploadMs } from '../receiving/receive.js';
import { safeName } from '../receiving/safe-name.js';
import { isGone, takeIn, takeOver, type TakeInDeps } from '../receiving/take-in.js';

export interface LinksDeps extends TakeInDeps {
  readonly signer: LinkSigner;
}

/** What an address of ours says. */
export interface SignedQuery {
  readonly id: string;
  /** Seconds since 1970. */
  readonly expires: number;
  readonly signature: string;
}

/** An address good for some time for whoever has it: of ours, or of the service that keeps the bytes. */
export type Link = { readonly expiresAt: Date } & (
  | { readonly kind: 'own'; readonly query: SignedQuery }
  | { readonly kind: 'direct'; readonly url: string }
);

type Verb = 'get' | 'put';

const textOf = (verb: Verb, id: string, expires: number): string => `${verb}\n${id}\n${expires}`;

function ownLink(
  { signer }: LinksDeps,
  verb: Verb,
  { id, expiresAt }: { id: string; expiresAt: Date },
): Link {
  const expires = Math.floor(expiresAt.getTime() / 1_000);
  const signature = signer.sign(textOf(verb, id, expires));
  return { kind: 'own', expiresAt: new Date(expires * 1_000), query: { id, expires, signature } };
}

/** Throws FileError `link-invalid`. */
export function assertSigned({ signer, clock }: LinksDeps, verb: Verb, query: SignedQuery): void {
  const isGood = signer.isSigned(textOf(verb, query.id, query.expires), query.signature);
  if (!isGood || query.expires * 1_000 <= clock.now().getTime())
    throw new FileError(
      'link-invalid',
      'This address was changed, or has expired; ask for another.',
    );
}

const expiryOf = ({ clock, settings }: LinksDeps): Date =>
  new Date(clock.now().getTime() + settings.linkMs);

/** A file that is announced, and where to put it. Throws FileError, InputError for an end that has come already, StorageError. */
export async function announce(
  deps: LinksDeps,
  wish: FileWish & { readonly size: number },
): Promise<{ readonly file: FileView; readonly link: Link }> {
  const { store, backend, clock, settings } = deps;
  assertAllowed({ declared: wish.contentType, allowed: settings.types });
  assertRoom(wish.size, settings.mostBytes);
  assertFuture(wish.expiresAt, { subject: 'file', now: clock.now() });
  const id = randomUUID();
  const expiresAt = expiryOf(deps);
  const incomingKey = backend.direct === undefined ? undefined : incomingKeyOf(id);
  await store.begin({
    ...wish,
    id,
    name: safeName(wish.name),
    objectKey: newObjectKey(id),
    incomingKey,
    uploadExpiresAt: expiresAt,
    createdAt: clock.now(),
  });
  const file = toView(await store.find(id, clock.now(), wish.userId));
  if (backend.direct === undefined || incomingKey === undefined)
    return { file, link: ownLink(deps, 'put', { id, expiresAt }) };
  const url = await backend.direct.linkToWrite({
    key: incomingKey,
    expiresInSeconds: Math.ceil(settings.linkMs / 1_000),
    contentType: wish.contentType,
    size: wish.size,
  });
  return { file, link: { kind: 'direct', url, expiresAt } };
}

/** Takes what is put at an address of ours: once. One that broke off may be sent again while the address is good. */
export async function acceptPut(
  deps: LinksDeps,
  query: SignedQuery,
  { body, contentType }: { readonly body: Readable; readonly contentType: string },
): Promise<{ readonly file: FileView; readonly userId: string }> {
  assertSigned(deps, 'put', query);
  const { store, clock } = deps;
  const row = await store.find(query.id, clock.now());
  if (contentType !== row.contentType)
    throw new FileError('type-mismatch', `It was announced as ${row.contentType}.`);
  const attempt = await begin(deps, row.id);
  await takeIn(deps, attempt, { body, announced: row });
  return { file: toView(await store.find(row.id, clock.now())), userId: row.userId };
}

async function begin({ store, clock }: LinksDeps, id: string): Promise<Attempt> {
  const attempt = { id, objectKey: newObjectKey(id) };
  const until = new Date(clock.now().getTime() + longestUploadMs);
  if (await store.takeOver(attempt, until)) return attempt;
  throw new FileError('there-already', 'It is there already; what is there is not replaced.');
}

/**
 * Looks whether what was put into the service is what was announced, and keeps it out of reach of the address it came by. Safe to
 * repeat. Throws FileError, StorageError, NotFoundError.
 */
export async function confirm(deps: LinksDeps, userId: string, id: string): Promise<FileView> {
  const { store, clock } = deps;
  const row = await store.find(id, clock.now(), userId);
  if (row.status === 'stored') return toView(row);
  await takeOver(deps, await fetchIn(deps, row), row);
  return toView(await store.find(id, clock.now(), userId));
}

/** Moves it to where nobody but us writes. An earlier confirmation may have died having done so. */
async function fetchIn(deps: LinksDeps, { id, objectKey, incomingKey }: FileRow): Promise<Attempt> {
  const { backend } = deps;
  const notYet = (cause: unknown) =>
    new FileError('not-there-yet', 'Its bytes are not there yet; put them first.', cause);
  if (incomingKey === null || backend.direct === undefined) throw notYet(undefined);
  if (
    (await backend.find(incomingKey)) === undefined &&
    (await backend.find(objectKey)) !== undefined
  )
    return { id, objectKey };
  const attempt = await begin(deps, id);
  try {
    await backend.direct.move(incomingKey, attempt.objectKey);
  } catch (error) {
    throw isGone(error) ? notYet(error) : error;
  }
  return attempt;
}

/** An address to download a file from. Throws NotFoundError, FileError. */
export async function linkToDownload(deps: LinksDeps, userId: string, id: string): Promise<Link> {
  const row = await deps.store.find(id, deps.clock.now(), userId);
  if (row.status !== 'stored')
    throw new FileError('not-there-yet', 'Its bytes are not there yet; put them first.');
  return ownLink(deps, 'get', { id, expiresAt: expiryOf(deps) });
}
