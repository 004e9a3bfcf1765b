import type { Actor } from './ports.js';

/**
 * What an API key may be allowed to do, and what that is in words. `*` on a key stands for all of them; those that begin
 * with `admin:` are for administrators only. A session may do all that its person may.
 */
export const scopes = {
  'settings:read': 'Read the sync settings',
  'settings:write': 'Change the sync settings',
  'schedules:read': 'See schedules, their ticks and previews',
  'schedules:write': 'Pause and resume schedules, and run them now',
  'connections:read': 'See the connected accounts and attempts to connect one',
  'connections:write': 'Connect and disconnect accounts at Trakt and Bangumi',
  'sync:read': 'See syncs, their progress and results',
  'sync:run': 'Start, cancel and retry syncs',
  'data:export': 'Take out everything: plays, matches, mappings, settings and runs',
  'data:import': 'Bring in plays from files, and see and cancel imports',
  'matching:read': 'See what plays were matched to, and the mappings',
  'matching:write': 'Say what plays are on Bangumi, and change mappings',
  'lists:read': 'See lists, what they hold and would hold, and their runs',
  'lists:write': 'Make, change and delete lists, and bring them to Trakt',
  'account:read': 'See the own account and its sessions',
  'account:write': 'Change or delete the own account, end its sessions',
  'keys:read': 'See the API keys',
  'keys:write': 'Make, rotate and revoke API keys that can do no more than this one',
  'usage:read': 'See what the API keys use',
  'notifications:read': 'See notifications, channels and what was sent to them',
  'notifications:write': 'Mark notifications, choose what is told and when, manage channels',
  'translation:read': 'See translation sessions and tasks, and restore them',
  'translation:write': 'Write and remove translation sessions and tasks',
  'files:read': 'See and download files',
  'files:write': 'Upload and delete files',
  'audit:read': 'See what is on record of oneself, in pages, figures and files',
  'audit:write': 'Hand in records of another service',
  'audit:searches': 'Keep, change and delete searches of the records',
  'admin:audit': 'See what is on record of everybody',
  'admin:users': 'See, make, change and delete every account',
  'admin:id-map': 'See, refresh and roll back what titles are matched with',
  'admin:jobs': 'See, run, pause and resume jobs',
  'admin:usage': 'See what everybody’s keys use, and say whose the keys of the relay are',
  'admin:metrics': 'See the metrics of a process',
  'admin:files': 'See what does not belong to any file, and clear up',
  'admin:mappings': 'Change the mappings that decide for everybody',
} as const satisfies Readonly<Record<string, string>>;

export type Scope = keyof typeof scopes;

type Holder = Pick<Actor, 'scopes' | 'role'>;

export const holdsScope = (actor: Holder, needed: Scope): boolean => mayHandOn(actor, needed);

/** Whether a key of theirs may have this scope, which may be `*` or one an earlier release knew. */
export const mayHandOn = ({ scopes: held, role }: Holder, scope: string): boolean =>
  (held.includes('*') || held.includes(scope)) && (role === 'admin' || !scope.startsWith('admin:'));

export const allScopes = Object.keys(scopes).filter((name): name is Scope =>
  Object.hasOwn(scopes, name),
);
