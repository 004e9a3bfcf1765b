import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { exclusionReasons, parkReasons, runStatuses } from '../../../src/areas/history/run.js';
import { renderConfigTable } from '../../../src/platform/config/documentation.js';
import { known } from '../../../src/platform/config/known.js';

const root = path.join(import.meta.dirname, '../../..');
const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const markdownIn = (folder: string): string[] =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.posix.join(folder, name));
const pages = ['.', 'docs', 'docs/decisions', 'temporal'].flatMap(markdownIn);

/** What is set as code: fenced blocks, drawings aside, and inline code. */
function codeOf(markdown: string): string[] {
  const fence = /^ *```(\w*)\n([^]*?)^ *```$/gm;
  const blocks = [...markdown.matchAll(fence)]
    .filter(([, language]) => language !== 'mermaid')
    .map(([, , code = '']) => code);
  const inline = [...markdown.replaceAll(fence, '').matchAll(/`([^`\n]+)`/g)];
  return [...blocks, ...inline.map(([, code = '']) => code)];
}

const found = (pattern: RegExp, texts: readonly string[]): string[] => [
  ...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name = '']) => name))),
];

const manifest = z.object({ scripts: z.record(z.string(), z.string()) });
const { scripts } = manifest.parse(JSON.parse(textOf('package.json')));

/** Command → its flags, as the command line declares them. */
function commandLine(): Map<string, string> {
  const source = textOf('src/main/watchflow.ts');
  const parts = source.split(/\.command\('/).slice(1);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf("'")), part]));
}

/** GitHub's anchors of a page's headings. */
const anchorsOf = (markdown: string): string[] =>
  [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );

describe.each(pages)('%s', (page) => {
  const markdown = textOf(page);
  const code = codeOf(markdown);

  it('names npm scripts that exist', () => {
    const named = found(/npm run (?:--silent )?([\w:-]+)/g, code);
    const short = found(/npm (test|start)\b/g, code);
    expect([...named, ...short].filter((name) => !(name in scripts))).toEqual([]);
  });

  it('names commands of watchflow that exist, with flags they take', () => {
    const commands = commandLine();
    const calls = code.flatMap((text) => [
      ...text.matchAll(/\bwatchflow(?:\.js)?(?: --)? ([a-z][a-z-]*)((?: --[a-z-]+)*)/g),
    ]);
    const faults = calls.flatMap(([call, name = '', flags = '']) => {
      const declared = commands.get(name);
      if (declared === undefined) return [call];
      return flags
        .split(' ')
        .filter((flag) => flag !== '' && !new RegExp(`'${flag}\\b`).test(declared))
        .map((flag) => `${call}: ${flag}`);
    });
    expect(faults).toEqual([]);
  });

  it('names flags of the demo that exist', () => {
    const flags = found(/npm run demo -- ((?:--[a-z-]+ ?)+)/g, code).flatMap((text) =>
      found(/--([a-z-]+)/g, [text]),
    );
    expect(flags.filter((flag) => !textOf('src/main/demo.ts').includes(`${flag}: {`))).toEqual([]);
  });

  it('names files that exist', () => {
    const files = found(
      /^(?:node )?((?:src|tests|scripts|prisma|scenarios|docs|temporal)\/[\w./-]+)$/g,
      code,
    );
    const made = ['docs/openapi.json'];
    const missing = files.filter(
      (file) => !made.includes(file) && !existsSync(path.join(root, file)),
    );
    expect(missing).toEqual([]);
  });

  it('names variables that exist', () => {
    const others = [
      'XDG_CACHE_HOME',
      'HTTPS_PROXY',
      'NODE_OPTIONS',
      'NAME_FILE',
      'FUZZ_SEED',
      'FUZZ_TABLE',
      'TEST_WORKERS',
    ];
    const names = [...known.map(({ name }) => name), ...others];
    const said = found(/^([A-Z]+(?:_[A-Z0-9]+)+)(?:=.*)?$/g, code);
    expect(
      said.filter((name) => !names.includes(name.replace(/_FILE$/, '')) && !names.includes(name)),
    ).toEqual([]);
  });

  it('links to pages and headings that exist', () => {
    const links = found(/\]\(((?!https?:|mailto:)[^)\s]+)\)/g, [markdown]);
    const broken = links.filter((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
      if (!existsSync(path.join(root, target))) return true;
      return anchor !== undefined && !anchorsOf(textOf(target)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});

describe('the documentation as a whole', () => {
  it('has the configuration table as the code makes it (else: npm run build && node scripts/write-env-example.mjs)', () => {
    const [, table] = textOf('README.md').split(/<!-- \/?configuration -->/);
    expect(table?.trim()).toBe(renderConfigTable().trim());
  });

  it('explains every run status and every reason why a play waits or is left alone', () => {
    const operations = textOf('docs/operations.md');
    const words = [...runStatuses, ...parkReasons, ...exclusionReasons];
    expect(words.filter((word) => !operations.includes(`\n| \`${word}\` `))).toEqual([]);
  });

  it('lists every decision', () => {
    const index = textOf('docs/decisions/README.md');
    const records = readdirSync(path.join(root, 'docs/decisions')).filter((name) =>
      /^\d/.test(name),
    );
    expect(records.filter((name) => !index.includes(`(${name})`))).toEqual([]);
  });

  it('explains every activity of the history sync', () => {
    const folder = 'src/activities/history';
    const source = readdirSync(path.join(root, folder)).map((name) => textOf(`${folder}/${name}`));
    const returned = source.flatMap((text) => text.split(/\n {2}return \{\n/).slice(1));
    const activities = found(/^ {4}(?:async )?(\w+)(?:\(|: \()/gm, returned);
    expect(activities.length).toBeGreaterThan(10);
    const architecture = textOf('docs/architecture.md');
    expect(activities.filter((name) => !architecture.includes(`\n| \`${name}\` `))).toEqual([]);
  });
});
