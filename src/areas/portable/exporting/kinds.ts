/** What can be taken out. `all` is every one of them, in this order. */
export const exportKinds = [
  'settings',
  'mappings',
  'plays',
  'removed-plays',
  'matches',
  'runs',
  'lists',
] as const;
export type ExportKind = (typeof exportKinds)[number];

/** What a line or a table of each is of. */
export const lineKinds: Readonly<Record<ExportKind, string>> = {
  settings: 'settings',
  mappings: 'mapping',
  plays: 'play',
  'removed-plays': 'removed-play',
  matches: 'match',
  runs: 'run',
  lists: 'list',
};

export const exportFormats = ['jsonl', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];
