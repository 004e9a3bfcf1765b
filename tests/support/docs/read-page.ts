import { readFileSync } from 'node:fs';
import path from 'node:path';
import { splitCommands } from './split-commands.js';

export const root = path.join(import.meta.dirname, '../../..');

/** What a page says is answered: JSON, or the lines a command prints. */
export interface ShownAnswer {
  readonly language: 'json' | 'text';
  readonly text: string;
}

export interface ShownCommand {
  readonly page: string;
  readonly text: string;
  /** Shown right below, of the last command of a block. */
  readonly answer?: ShownAnswer | undefined;
}

export interface Block {
  readonly language: string;
  readonly text: string;
  /** Whether nothing stands between the block before and this one. */
  readonly followsAtOnce: boolean;
}

export const textOf = (page: string): string => readFileSync(path.join(root, page), 'utf8');

/** The fenced blocks of a page, without the indentation a list gives them. */
export function blocksOf(markdown: string): Block[] {
  const fence = /^( *)```(\w+)\n([^]*?)^ *```$/gm;
  let end = -1;
  return [...markdown.matchAll(fence)].map((match) => {
    const [whole, indent = '', language = '', body = ''] = match;
    const followsAtOnce = end >= 0 && markdown.slice(end, match.index).trim() === '';
    end = match.index + whole.length;
    return { language, text: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''), followsAtOnce };
  });
}

/** What a page tells its reader to type: `bash` blocks, and `temporal …` in tables. In the order of the page, tables last. */
export function commandsOf(page: string): ShownCommand[] {
  const markdown = textOf(page);
  const blocks = blocksOf(markdown);
  const inBlocks = blocks.flatMap(({ language, text }, index) => {
    if (language !== 'bash') return [];
    const texts = splitCommands(text);
    return texts.map((command, at) => ({
      page,
      text: command,
      answer: at === texts.length - 1 ? answerIn(blocks[index + 1]) : undefined,
    }));
  });
  const inTables = [...markdown.matchAll(/^\|.*$/gm)].flatMap(([row]) =>
    [...row.matchAll(/`(temporal [^`]+)`/g)].map(([, text = '']) => ({ page, text })),
  );
  return [...inBlocks, ...inTables];
}

function answerIn(block: Block | undefined): ShownAnswer | undefined {
  if (block?.followsAtOnce !== true) return undefined;
  const { language, text } = block;
  return language === 'json' || language === 'text' ? { language, text } : undefined;
}
