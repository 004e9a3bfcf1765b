import { groupBy } from '../lib/group-by.js';
import type { About } from './about.js';
import { known } from './known.js';

/** What is used when nothing is set, in words: the default, those of single profiles, or what takes its place. */
function unsetText(
  { default: always, defaultIn, absent }: About,
  code: (text: string) => string,
): string {
  const perProfile = Object.entries(defaultIn ?? {}).map(
    ([profile, text]) => `${code(text)} in ${profile}`,
  );
  const first = always === undefined ? (absent ?? '–') : code(always);
  return perProfile.length === 0 ? first : `${first} (${perProfile.join(', ')})`;
}

/** The whole of `.env.example`: every variable, explained and commented out. */
export function renderEnvExample(): string {
  const head = [
    '# Settings of watchflow. Copy to .env and uncomment what you need; everything has a default.',
    '# A secret NAME can be read from a file instead: NAME_FILE=/path/to/file. An empty value counts as not set.',
    '# Made from src/platform/config/variables.ts by scripts/write-env-example.mjs; do not edit.',
  ];
  const groups = [...groupBy(known, ({ about }) => about.group)].map(([group, members]) => [
    '',
    `# --- ${group} ---`,
    ...members.flatMap(({ name, about }) => [
      '',
      `# ${about.doc.replaceAll('`', '')}${about.secret === true ? ' Secret.' : ''}`,
      ...unsetLine(about),
      `#${name}=${about.default ?? about.example ?? ''}`,
    ]),
  ]);
  return `${[...head, ...groups.flat()].join('\n')}\n`;
}

function unsetLine(about: About): string[] {
  if (about.absent === undefined && about.defaultIn === undefined) return [];
  return [`# Unset: ${unsetText(about, (text) => text).replaceAll('`', '')}.`];
}

/** The README's table of variables, as Markdown. */
export function renderConfigTable(): string {
  const code = (text: string) => `\`${text}\``;
  const rows = known.map(({ name, about }) => {
    const file = about.secret === true ? ` or ${code(`${name}_FILE`)}` : '';
    const key = about.key === undefined ? '–' : code(about.key);
    return `| ${code(name)}${file} | ${key} | ${unsetText(about, code)} | ${about.doc} |`;
  });
  const head = ['| variable | in the YAML file | when unset | meaning |', '|---|---|---|---|'];
  return `${[...head, ...rows.map((row) => row.replaceAll('\n', ' '))].join('\n')}\n`;
}
