/**
 * Stands in a draft for something that only the running server can give out – an id, a cursor, a code. A draft is made before
 * anything is asked, from the seed alone; what is meant is filled in when it is sent.
 */
export class Known {
  constructor(
    /** `runs`, `cursor /api/v1/runs`, `password`, … */
    readonly kind: string,
    /** Counted from the latest. */
    readonly nth: number,
    /** `tampered`: changed by a sign, as somebody who tries would. */
    readonly whose: 'own' | 'others' | 'tampered' = 'own',
  ) {}
}

const kept = 40;

/** Given out by an administrator, for somebody else to use. */
const handedOn = 'setup-tokens';

/** What the answers so far have given out, by person and kind. */
export interface Memory {
  remember(owner: string, kind: string, value: string): void;
  /** Also what is known already. */
  append(owner: string, kind: string, value: string): void;
  /** It has been used up. */
  forget(kind: string, value: string): void;
  /** The value meant; a fallback of a plausible form where there is none yet. */
  recall(owner: string, wanted: Known): string;
}

export function createMemory(): Memory {
  const held = new Map<string, Map<string, string[]>>();
  const listOf = (owner: string, kind: string): string[] => {
    const kinds = held.get(owner) ?? new Map<string, string[]>();
    held.set(owner, kinds);
    const list = kinds.get(kind) ?? [];
    kinds.set(kind, list);
    return list;
  };
  const ofOthers = (owner: string, kind: string): string[] =>
    [...held].flatMap(([other, kinds]) => (other === owner ? [] : (kinds.get(kind) ?? [])));

  const append = (owner: string, kind: string, value: string): void => {
    const list = listOf(owner, kind);
    list.unshift(value);
    list.splice(kept);
  };

  return {
    append,
    remember(owner, kind, value) {
      const list = listOf(owner, kind);
      const at = list.indexOf(value);
      if (at >= 0) list.splice(at, 1);
      append(owner, kind, value);
    },
    forget(kind, value) {
      for (const kinds of held.values()) {
        const list = kinds.get(kind) ?? [];
        const at = list.indexOf(value);
        if (at >= 0) list.splice(at, 1);
      }
    },
    recall(owner, { kind, nth, whose }) {
      const own = listOf(owner, kind);
      const isOwn = whose !== 'others' && (own.length > 0 || kind !== handedOn);
      const list = isOwn ? own : ofOthers(owner, kind);
      const found = list[nth % Math.max(1, list.length)] ?? fallbackOf(kind);
      return whose === 'tampered' ? tamper(found, nth) : found;
    },
  };
}

const fallbacks: Readonly<Record<string, string>> = {
  undecided: '0b9a6c7e-1f2d-4c3b-8a5e-6d7f8a9b0c1d',
  runs: '0199d3a4-5c1e-7b52-9d0e-3a8f1c2b4d5e',
  plans: '5b0f8f7e-6c1d-8a2b-8c3d-4e5f60718293',
  attempts: '0b9a6c7e-1f2d-4c3b-8a5e-6d7f8a9b0c1d',
  notifications: '1',
  'notification-channels': 'nc_0f3b5a9c1d2e4f60',
  deliveries: 'msg_5f0c2f6f0a6f4f0e9d3c1b2a39485766',
  users: 'u_5f0c7c1e3a0e4f57',
  'api-keys': 'k_9a8b7c6d5e4f3021',
  sessions: 's_0f1e2d3c4b5a6978',
  matches: 'show-1-season-1',
  removals: '7d0f8f7e-6c1d-4a2b-8c3d-4e5f60718294',
  lists: '3f0c8a52-6b1d-4d38-9c0e-5a7f2e1b4c6d',
  'list-runs': '0199d3a4-5c1e-7b52-9d0e-3a8f1c2b4d5e',
  mappings: '7d0f8f7e-6c1d-4a2b-8c3d-4e5f60718293',
  version: '0',
  etag: '"0"',
};

const fallbackOf = (kind: string): string =>
  fallbacks[kind] ?? (kind.startsWith('services ') ? 'trakt' : 'bm9uZSB5ZXQ');

/** Another sign in the middle, one too many, one too few. */
function tamper(text: string, nth: number): string {
  const middle = Math.floor(text.length / 2);
  const changed = `${text.slice(0, middle)}${text.charAt(middle) === 'A' ? 'B' : 'A'}${text.slice(middle + 1)}`;
  return [changed, `${text}A`, text.slice(0, -1), text.toUpperCase()][nth % 4] ?? changed;
}
