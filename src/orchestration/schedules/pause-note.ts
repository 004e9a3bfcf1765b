/** Notes of pauses that we made and may undo; any other note is an operator's or a person's, and stays. */
export const pauseNotes = {
  process: 'watchflow: SYNC_ENABLED is off',
  settings: 'watchflow: switched off in the settings',
} as const;

const ours: readonly string[] = Object.values(pauseNotes);

export const isOurPause = (note: string | undefined): boolean =>
  note !== undefined && ours.includes(note);
