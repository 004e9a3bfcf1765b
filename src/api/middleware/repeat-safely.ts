import { createHash } from 'node:crypto';
import { AccountError, type Accounts, type RepeatableRequest } from '../../areas/accounts/index.js';
import { InputError, NotFoundError } from '../../platform/lib/errors.js';
import type { Actor } from '../ports.js';
import { Problem } from '../problem.js';
import type { Idempotency, RawRequest, Reply, Route } from '../route.js';

type Repeats = Accounts['repeats'];

interface Repeating {
  readonly route: Route;
  readonly idempotency: Idempotency;
  readonly request: RawRequest;
  readonly repeats: Repeats;
  readonly carryOut: () => Promise<Reply>;
}

/** Header of an answer that is given again. */
export const replayed = 'idempotency-replayed';

const form = /^[\w.:-]{1,128}$/;

/**
 * Carries a request with an `Idempotency-Key` out once: repeated within a day it gets the answer of the first time, less
 * its secrets, which are stored nowhere. The key belongs to the person who sends it.
 */
export async function repeatSafely({
  route,
  idempotency,
  request,
  repeats,
  carryOut,
}: Repeating): Promise<Reply> {
  const key = keyOf(request.headers);
  if (key === undefined || request.actor === undefined || !form.test(key)) return carryOut();
  const wish = toWish(route, request, { key, actor: request.actor });
  const precedent = await repeats.begin(wish);
  switch (precedent.kind) {
    case 'different':
      throw new Problem(
        'idempotency-key-reused',
        'This Idempotency-Key was sent with another request; use a new one.',
      );
    case 'under-way':
      throw underWay();
    case 'answered':
      return {
        ...precedent.answer,
        headers: { ...precedent.answer.headers, [replayed]: 'true' },
      };
    case 'first':
      return carryOutOnce({ wish, repeats, carryOut, secrets: idempotency.secrets });
  }
}

interface FirstTime extends Pick<Repeating, 'repeats' | 'carryOut'> {
  readonly wish: RepeatableRequest;
  readonly secrets: readonly string[];
}

async function carryOutOnce({ wish, repeats, carryOut, secrets }: FirstTime): Promise<Reply> {
  let reply: Reply;
  try {
    reply = await carryOut();
  } catch (error) {
    // What we refuse has changed nothing; of anything else nobody can be sure, and the key stays taken.
    if (isRefusal(error)) await repeats.abandon(wish);
    throw error;
  }
  const { status, headers = {}, body } = reply;
  await repeats.finish(wish, { status, headers, body: without(body, secrets) });
  return reply;
}

const isRefusal = (error: unknown): boolean =>
  error instanceof Problem
    ? error.status < 500
    : [InputError, AccountError, NotFoundError].some((kind) => error instanceof kind);

/** Fields of the answer that are shown once: null from then on. */
function without(body: unknown, secrets: readonly string[]): unknown {
  if (typeof body !== 'object' || body === null) return body;
  return {
    ...body,
    ...Object.fromEntries(secrets.filter((field) => field in body).map((field) => [field, null])),
  };
}

function keyOf(headers: unknown): string | undefined {
  if (typeof headers !== 'object' || headers === null || !('idempotency-key' in headers))
    return undefined;
  const key = headers['idempotency-key'];
  return typeof key === 'string' ? key : undefined;
}

function toWish(
  { method, path }: Route,
  { params, query, body }: RawRequest,
  { key, actor }: { readonly key: string; readonly actor: Actor },
): RepeatableRequest {
  const asked = JSON.stringify([params, query, body ?? {}]);
  return {
    userId: actor.userId,
    key,
    route: `${method} ${path}`,
    fingerprint: createHash('sha256').update(asked).digest('hex'),
  };
}

const underWay = () =>
  new Problem(
    'idempotency-under-way',
    'The same request is being carried out, or was cut off. If this is still so after a minute, look whether it was done before you use a new key.',
    { headers: { 'retry-after': '5' } },
  );
