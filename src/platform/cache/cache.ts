import { LRUCache } from 'lru-cache';
import type { z } from 'zod';
import type { Clock } from '../lib/clock.js';
import { longestReadMs, type SharedLevel } from './shared-level.js';

/** One kind of what is read often and changes seldom. */
export interface CacheKind<T> {
  /** In front of its keys; also what the database calls it where it tells of changes. */
  readonly name: string;
  /** No value is used for longer after it was read, whatever became of the news that it changed. */
  readonly ttlMs: number;
  /** Values kept in this process; the least used go first. */
  readonly most: number;
  /** Reads what `JSON.stringify` made of a value. */
  readonly schema: z.ZodType<T>;
}

/** What was found, by key; nothing of what is not there. */
export type Found<T> = ReadonlyMap<string, T>;
type Load<T> = (missing: readonly string[]) => Promise<Found<T>>;

export interface Cache<T> {
  /** What `load` gives for it; nothing is remembered of what is not there. Values belong to everybody: never change one. */
  read(key: string, load: () => Promise<T | undefined>): Promise<T | undefined>;
  /** The same of several; `load` is asked for what is not remembered, in one call. */
  readMany(keys: readonly string[], load: Load<T>): Promise<Found<T>>;
  /** Call it once the change is committed: whoever asks after that gets nothing older in this process. Never throws. */
  forget(...keys: readonly string[]): Promise<void>;
}

/** Where a value came from: this process, what processes share, or the place it is kept in. */
export type CacheSource = 'process' | 'shared' | 'source';

export interface CacheDeps {
  readonly clock: Clock;
  /** Undefined where processes share nothing. */
  readonly shared: SharedLevel | undefined;
  /** False while changes made by others pass unheard: nothing is remembered then. */
  readonly isHearing: () => boolean;
  readonly onRead: (kind: string, source: CacheSource, values: number) => void;
}

export interface OwnedCache<T> extends Cache<T> {
  /** What somebody changed; undefined = anything may have changed. */
  changed(key: string | undefined): void;
}

interface Entry<T> {
  readonly value: T;
  /** Milliseconds of the clock. */
  readonly until: number;
}

interface Level<T> {
  readonly kind: CacheKind<T>;
  readonly deps: CacheDeps;
  readonly entries: LRUCache<string, Entry<T>>;
  /** Grows with every change that is told: what was being read meanwhile is not remembered. */
  changes: number;
}

export function createCache<T>(kind: CacheKind<T>, deps: CacheDeps): OwnedCache<T> {
  const level: Level<T> = { kind, deps, entries: new LRUCache({ max: kind.most }), changes: 0 };
  const readMany: Cache<T>['readMany'] = (keys, load) =>
    deps.isHearing() ? readThrough(level, keys, load) : load(keys);
  const forget = async (keys: readonly string[]): Promise<void> => {
    level.changes += 1;
    for (const key of keys) level.entries.delete(key);
    await deps.shared?.forget(keys.map((key) => sharedKey(kind, key)));
  };
  return {
    readMany,
    async read(key, load) {
      const found = await readMany([key], async () => {
        const value = await load();
        return value === undefined ? new Map() : new Map([[key, value]]);
      });
      return found.get(key);
    },
    forget: (...keys) => forget(keys),
    changed(key) {
      if (key !== undefined) {
        unawaited(forget([key]));
        return;
      }
      level.changes += 1;
      level.entries.clear();
    },
  };
}

/** For what never rejects, and nobody waits for. */
const unawaited = (done: Promise<void> | undefined): void => {
  done?.catch(() => undefined);
};

const sharedKey = ({ name }: Pick<CacheKind<unknown>, 'name'>, key: string) => `${name}:${key}`;

async function readThrough<T>(
  level: Level<T>,
  keys: readonly string[],
  load: Load<T>,
): Promise<Found<T>> {
  const found = new Map<string, T>();
  for (const read of [readOwn<T>, readShared<T>]) {
    const lacking = keys.filter((key) => !found.has(key));
    if (lacking.length > 0)
      for (const [key, value] of await read(level, lacking)) found.set(key, value);
  }
  const missing = keys.filter((key) => !found.has(key));
  if (missing.length > 0)
    for (const [key, value] of await readSource(level, missing, load)) found.set(key, value);
  return found;
}

function readOwn<T>({ kind, deps, entries }: Level<T>, keys: readonly string[]): Promise<Found<T>> {
  const now = deps.clock.now().getTime();
  const found = new Map<string, T>();
  for (const key of keys) {
    const entry = entries.get(key);
    if (entry !== undefined && entry.until > now) found.set(key, entry.value);
  }
  deps.onRead(kind.name, 'process', found.size);
  return Promise.resolve(found);
}

async function readShared<T>(level: Level<T>, keys: readonly string[]): Promise<Found<T>> {
  const { kind, deps } = level;
  const found = new Map<string, T>();
  if (deps.shared === undefined) return found;
  const { changes } = level;
  const now = deps.clock.now().getTime();
  const texts = await deps.shared.read(keys.map((key) => sharedKey(kind, key)));
  for (const key of keys) {
    const shared = texts.get(sharedKey(kind, key));
    const value = shared === undefined ? undefined : parse(kind, shared.text);
    if (shared === undefined || value === undefined) continue;
    found.set(key, value);
    const until = now + Math.min(shared.usableMs, kind.ttlMs);
    if (level.changes === changes) level.entries.set(key, { value, until });
  }
  deps.onRead(kind.name, 'shared', found.size);
  return found;
}

/** Undefined for what another version left there. */
function parse<T>({ schema }: CacheKind<T>, text: string): T | undefined {
  const { success, data } = schema.safeParse(JSON.parse(text));
  return success ? data : undefined;
}

async function readSource<T>(
  level: Level<T>,
  keys: readonly string[],
  load: Load<T>,
): Promise<Found<T>> {
  const { kind, deps } = level;
  const { changes } = level;
  const began = deps.clock.now().getTime();
  const found = await load(keys);
  deps.onRead(kind.name, 'source', found.size);
  const usableMs = kind.ttlMs - (deps.clock.now().getTime() - began);
  if (level.changes !== changes || usableMs <= 0) return found;
  for (const [key, value] of found) {
    level.entries.set(key, { value, until: began + kind.ttlMs });
    if (kind.ttlMs - usableMs < longestReadMs)
      unawaited(deps.shared?.keep(sharedKey(kind, key), { text: JSON.stringify(value), usableMs }));
  }
  return found;
}
