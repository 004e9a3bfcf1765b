import { eventually } from '../eventually.js';
import { z } from 'zod';
import type { Watchflow } from '../../../src/main/compose/compose.js';
import type { TraktSimulator } from '../../../src/simulators/index.js';
import { decideAt } from '../oauth-browser.js';
import type { TestAccount } from '../scenario-builders.js';
import type { ApiDocument, Operation } from './api-document.js';
import type { Draft } from './draft.js';
import { fill, type Wish } from './fill.js';
import { harvest } from './harvest.js';
import { createJudge, type Exchange } from './judge.js';
import { createMemory } from './known.js';
import { aSender, type Sender } from './people.js';
import type { Sender as Http } from './send.js';
import { createTally, type Tally } from './tally.js';

export interface FuzzDeps {
  readonly watchflow: Watchflow;
  readonly trakt: TraktSimulator;
  readonly document: ApiDocument;
  readonly http: Http;
  /** Of the simulated services; each is given to one person only. */
  readonly accounts: readonly TestAccount[];
  readonly receiver: string;
  /** What no answer may hold, besides what belongs to the senders. */
  readonly secrets: readonly string[];
}

/** How many send at the same time. */
const lanes = 4;
/** A person's settings, keys and webhooks grow odd; then somebody new takes the place. */
const longest = 120;

export interface Fuzz {
  /**
   * Sends every draft, judges what comes back, and feeds what it gives out to those that follow. The drafts of a block are sent
   * by the same people one after the other, so that what the first have begun the last may end.
   */
  run(blocks: readonly Draft[][]): Promise<void>;
  readonly tally: Tally;
}

export function createFuzz(deps: FuzzDeps): Fuzz {
  const world = createWorld(deps);
  return {
    tally: world.tally,
    async run(blocks) {
      const waiting = blocks.values();
      const some = Math.min(lanes, blocks.length);
      await Promise.all(Array.from({ length: some }, () => runLane(world, waiting)));
    },
  };
}

function createWorld(deps: FuzzDeps) {
  const memory = createMemory();
  const tally = createTally();
  const secrets = new Set(deps.secrets);
  const accounts = deps.accounts.values();
  const judge = createJudge(deps.document, () => [...secrets]);
  let sent = 0;
  return {
    ...deps,
    memory,
    tally,
    judge,
    /** Another address each time: nobody comes to be one too many. */
    address: () => `198.18.${Math.floor(sent / 250) % 250}.${sent++ % 250}`,
    async newSender(role: 'admin' | 'member'): Promise<Sender> {
      const { value: account } = accounts.next();
      if (account === undefined) throw new Error('There are no accounts left at the services.');
      const sender = await aSender({ ...deps, memory }, account, role);
      for (const secret of sender.secrets) secrets.add(secret);
      return sender;
    },
    /** Ids of what a request was sent to remove. */
    removed: new Set<string>(),
  };
}

type World = ReturnType<typeof createWorld>;

async function runLane(world: World, waiting: Iterable<readonly Draft[]>): Promise<void> {
  const senders = {
    admin: await world.newSender('admin'),
    member: await world.newSender('member'),
  };
  for (const block of waiting) {
    for (const draft of block) {
      const role = draft.sender.isAdmin ? 'admin' : 'member';
      if (await sendDraft(world, draft, senders[role])) senders[role] = await world.newSender(role);
    }
    for (const role of ['admin', 'member'] as const)
      if (senders[role].uses >= longest) senders[role] = await world.newSender(role);
  }
}

/** True when the sender can send no more. */
async function sendDraft(world: World, draft: Draft, sender: Sender): Promise<boolean> {
  const { credentials } = draft.sender;
  const who = {
    ...(await sender.headers(credentials)),
    'x-forwarded-for': world.address(),
  };
  const filled = fill(draft, world.memory, sender.id);
  const wish = { ...filled, headers: { ...filled.headers, ...who } };
  if (wish.method === 'DELETE') world.removed.add(lastPart(wish.url));
  const twin = draft.isDoubled ? exchangeOf(world, draft.operation, wish) : undefined;
  const exchange = await exchangeOf(world, draft.operation, wish);
  await twin;
  sender.uses += 1;
  harvest(exchange, world.memory, sender.id);
  await decide(world, exchange, sender);
  await follow(world, exchange, who);
  return isShutOut(exchange, draft, sender);
}

const lastPart = (url: string): string => url.split('?', 1)[0]?.split('/').at(-1) ?? '';

async function exchangeOf(
  { http, tally, judge }: World,
  operation: Operation,
  wish: Wish,
): Promise<Exchange> {
  const exchange = { operation, wish, answer: await http.send(wish) };
  tally.count(exchange);
  for (const what of judge(exchange)) tally.fault(exchange, what);
  return exchange;
}

/** Whoever shows what was good is not let in any more: deleted, disabled, demoted, or only signed out. */
function isShutOut({ answer, operation }: Exchange, draft: Draft, sender: Sender): boolean {
  const { credentials, isAdmin } = draft.sender;
  if (operation.isPublic || !['key', 'key-header', 'session'].includes(credentials)) return false;
  if (answer.status === 401 && credentials === 'session') sender.signOut();
  else if (answer.status === 401) return true;
  return isAdmin && answer.status === 403 && answer.text.includes('"missing-scope"');
}

const begun = z.looseObject({ authorization_url: z.string(), attempt_id: z.string() });

const callbacks = {
  trakt: '/api/trakt/auth/callback',
  any: '/api/v1/connections/{service}/auth/callback',
};

/** The person goes to the service and decides, whenever an attempt to connect was begun. */
async function decide(
  { memory }: World,
  { operation, wish, answer }: Exchange,
  sender: Sender,
): Promise<void> {
  if (answer.status !== 200 || !operation.path.endsWith('/auth/init')) return;
  const { authorization_url: url, attempt_id: id } = begun.parse(JSON.parse(answer.text));
  const { name } = sender.account;
  const isSwitching = sender.uses % 2 === 0;
  const back = new URL(await decideAt(url, { account: isSwitching ? undefined : name }));
  if (isSwitching) memory.remember(sender.id, 'undecided', id);
  // Trakt has two addresses to come back to.
  const isTrakt = !wish.url.startsWith('/api/v1/connections/bangumi');
  for (const path of isTrakt ? [callbacks.trakt, callbacks.any] : [callbacks.any]) {
    memory.remember(sender.id, `states ${path}`, back.searchParams.get('state') ?? '');
    memory.remember(sender.id, `codes ${path}`, back.searchParams.get('code') ?? '');
    // Ids are kept once each; here one belongs to each state.
    memory.append(sender.id, `services ${path}`, isTrakt ? 'trakt' : 'bangumi');
  }
}

const ticket = z.object({ outcome: z.string() });

const bodyOf = ({ answer: { text } }: Exchange): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What `Location` names is there for whoever was told of it. */
async function follow(
  world: World,
  exchange: Exchange,
  who: Readonly<Record<string, string>>,
): Promise<void> {
  const { status, headers } = exchange.answer;
  const { location } = headers;
  if (location === undefined || status === 302) return;
  const operation = operationAt(world.document, location);
  if (operation === undefined) {
    world.tally.fault(exchange, 'Location leads to nothing that is documented');
    return;
  }
  // It is there once it has begun, which may take as long as the run before it.
  if (ticket.safeParse(bodyOf(exchange)).data?.outcome === 'queued') return;
  const wish = { method: 'GET', url: location, headers: who, body: undefined };
  const isGone = ({ status: shown }: Exchange['answer']): boolean =>
    shown === 404 && [...world.removed].some((id) => location.includes(id));
  // What was taken may have to begin before it is there to be read; who asks for it too often is told to wait.
  const answer = await eventually(async () => {
    const { answer: shown } = await exchangeOf(world, operation, wish);
    const isEarly = status === 202 && shown.status === 404 && !isGone(shown);
    return isEarly || shown.status === 429 ? undefined : shown;
  }, `what ${location} leads to, after ${exchange.answer.text}`);
  // Whoever may not look, or was deleted by what was asked, is told so.
  const isRefused = answer.status === 401 || answer.status === 403;
  if (answer.status >= 300 && !isRefused && !isGone(answer))
    world.tally.fault(exchange, `Location leads to ${answer.status}`);
}

function operationAt({ operations }: ApiDocument, location: string): Operation | undefined {
  const path = location.split('?', 1)[0] ?? '';
  return operations.find(
    (operation) =>
      operation.method === 'GET' &&
      new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
}
