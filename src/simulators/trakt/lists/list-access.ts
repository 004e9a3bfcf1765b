import { Refusal, type SimRequest } from '../../server/exchange.js';
import type { TraktAccount } from '../accounts.js';
import { isNamed } from './list-desk.js';
import type { PersonalList } from './personal-list.js';

/** Whose lists a request may see and change, and how old it sees them. */
export interface ListAccess {
  /** `{id}` of the path: `me`, or a slug. */
  ownerOf(request: SimRequest): TraktAccount;
  /** The owner, who alone may write; 403 for others. */
  writerOf(request: SimRequest): TraktAccount;
  /** As they read now, which may be as they were. */
  listsOf(request: SimRequest): readonly PersonalList[];
  /** 404 where it is not (yet, any more); 403 where it is somebody else's. */
  listOf(request: SimRequest): PersonalList;
}

export interface ListAccessDeps {
  readonly accounts: readonly TraktAccount[];
  readonly accountOf: (request: SimRequest) => TraktAccount;
  /** The latest change that reads show, in epoch milliseconds. */
  readonly readableUntil: () => number;
}

export function createListAccess({
  accounts,
  accountOf,
  readableUntil,
}: ListAccessDeps): ListAccess {
  const ownerOf = (request: SimRequest): TraktAccount => {
    const id = request.params['id'];
    if (id === 'me') return accountOf(request);
    const named = accounts.find(({ source }) => source.username === id);
    if (named === undefined) throw new Refusal({ status: 404 });
    return named;
  };
  const isOwn = (request: SimRequest, owner: TraktAccount): boolean =>
    request.headers.authorization !== undefined && accountOf(request) === owner;
  const readable = (owner: TraktAccount): readonly PersonalList[] =>
    owner.lists.asOf(readableUntil());

  return {
    ownerOf,
    writerOf(request) {
      const account = accountOf(request);
      if (ownerOf(request) !== account) throw new Refusal({ status: 403 });
      return account;
    },
    listsOf(request) {
      const owner = ownerOf(request);
      const mayAll = isOwn(request, owner);
      return readable(owner).filter(({ privacy }) => mayAll || privacy === 'public');
    },
    listOf(request) {
      const owner = ownerOf(request);
      const list = readable(owner).find((one) => isNamed(one, request.params['list_id'] ?? ''));
      if (list === undefined) throw new Refusal({ status: 404 });
      if (list.privacy !== 'public' && !isOwn(request, owner)) throw new Refusal({ status: 403 });
      return list;
    },
  };
}
