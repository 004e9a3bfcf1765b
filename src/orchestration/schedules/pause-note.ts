import { isByRule, rulingPausers, type Pause } from '../../areas/schedules/index.js';

/** Notes of pauses that follow from settings and configuration: made and undone by us. Any other note stays. */
export const pauseNotes = {
  process: 'watchflow: SYNC_ENABLED is off',
  cron: 'watchflow: ENABLE_CRON is off',
  settings: 'watchflow: switched off in the settings',
  account: 'watchflow: the account is disabled',
} as const satisfies Record<(typeof rulingPausers)[number], string>;

const ours: readonly string[] = Object.values(pauseNotes);

export const isOurPause = (note: string | undefined): boolean =>
  note !== undefined && ours.includes(note);

const prefixes: ReadonlyMap<string, string> = new Map([
  ['person', 'paused: '],
  ['operator', 'paused by the operator: '],
  ['connection', 'paused with the connection: '],
]);

/** What the server shows for a pause. */
export function noteOf({ by, reason }: Pause): string {
  if (isByRule(by)) return pauseNotes[by];
  return `${prefixes.get(by) ?? ''}${reason}`;
}

/** The pause behind a note found at the server; whatever we do not write is from outside. */
export function pauseOf(note: string | undefined): Pause {
  const ruling = rulingPausers.find((by) => pauseNotes[by] === note);
  return { by: ruling ?? 'outside', reason: note ?? '' };
}
