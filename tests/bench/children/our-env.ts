const kept = ['PATH', 'HOME', 'XDG_CACHE_HOME', 'TEMPORAL_CLI_PATH'];

/** Of the person's environment what finds the programs, and nothing else. */
export const ourEnv = (): Record<string, string | undefined> =>
  Object.fromEntries(kept.map((name) => [name, process.env[name]]));
