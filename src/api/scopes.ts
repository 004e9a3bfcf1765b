import type { Actor } from './ports.js';

/**
 * What an API key may be allowed to do, and what that is in words. `*` on a key stands for all of them; those that begin
 * with `admin:` are for administrators only. A session may do all that its person may.
 */
export const scopes = {
  'settings:read': 'Read the sync settings',
  'settings:write': 'Change the sync settings',
  'sync:read': 'See syncs, their progress and results',
  'sync:run': 'Start and cancel syncs',
  'account:read': 'See the own account and its sessions',
  'account:write': 'Change or delete the own account, end its sessions',
  'keys:read': 'See the API keys',
  'keys:write': 'Make, rotate and revoke API keys that can do no more than this one',
  'admin:users': 'See, make, change and delete every account',
} as const satisfies Readonly<Record<string, string>>;

export type Scope = keyof typeof scopes;

export const holdsScope = ({ scopes: held, role }: Pick<Actor, 'scopes' | 'role'>, needed: Scope) =>
  (held.includes('*') || held.includes(needed)) && (role === 'admin' || !isForAdmins(needed));

export const isForAdmins = (scope: string): boolean => scope.startsWith('admin:');
