// Node's hooks for TypeScript that Node loads itself: test files (see `runner/`), and what scripts and the global set-up start.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';
import typescript from './typescript-options.cjs';

const isTypeScript = /^file:.*\.ts(?:\?|$)/;
const jestGlobals = new URL('runner/jest-globals.mjs', import.meta.url).href;

export async function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: jestGlobals, shortCircuit: true };
  if (!/^\.{1,2}\/.*\.js$/.test(specifier)) return next(specifier, context);
  const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
  if (!existsSync(source)) return next(specifier, context);
  return { url: source.href, format: 'module', shortCircuit: true };
}

export async function load(url, context, next) {
  if (!isTypeScript.test(url)) return next(url, context);
  const filename = fileURLToPath(url);
  const options = { ...typescript.options, sourceMaps: 'inline', filename };
  const { code } = await transform(await readFile(filename, 'utf8'), options);
  return { format: 'module', source: code, shortCircuit: true };
}
