/** What an API key may be allowed to do, and what that is in words. `*` on a key stands for all of them. */
export const scopes = {
  'settings:read': 'Read the sync settings',
  'settings:write': 'Change the sync settings',
  'sync:read': 'See syncs, their progress and results',
  'sync:run': 'Start and cancel syncs',
} as const satisfies Readonly<Record<string, string>>;

export type Scope = keyof typeof scopes;

export const holdsScope = (held: readonly string[], needed: Scope): boolean =>
  held.includes('*') || held.includes(needed);
