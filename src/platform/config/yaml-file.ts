import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Fault } from '../lib/errors.js';
import { nearest } from '../lib/nearest.js';
import { known } from './known.js';
import type { Given, GivenByName } from './known.js';

interface Reading {
  readonly given: Map<string, Given>;
  readonly faults: Fault[];
}

const nameByKey = new Map(
  known.flatMap(({ name, about }) => (about.key === undefined ? [] : [[about.key, name]])),
);
const keys = [...nameByKey.keys()];

/**
 * The settings of a YAML file; faults stand at JSON pointers (`/http/port`) or at `file:line:column`, and never quote the file.
 * Every scalar is read as the text it is (YAML's failsafe schema), so that a long number or `no` stays what was written.
 */
export function readYaml(
  source: string,
  file: string,
): { readonly given: GivenByName; readonly faults: readonly Fault[] } {
  const lines = new LineCounter();
  const document = parseDocument(source, {
    schema: 'failsafe',
    prettyErrors: false,
    lineCounter: lines,
  });
  const reading: Reading = { given: new Map(), faults: [] };
  for (const { code, pos } of document.errors) {
    const { line, col } = lines.linePos(pos[0]);
    reading.faults.push({
      place: `${file}:${line}:${col}`,
      message: `is not valid YAML (${code})`,
    });
  }
  if (reading.faults.length === 0 && !isNothing(document.contents))
    readNode(document.contents, [], reading);
  return reading;
}

/** An empty value, or an unquoted `null` or `~`. */
const isNothing = (node: unknown) =>
  node === null ||
  (isScalar(node) &&
    (node.value === '' || (node.type === 'PLAIN' && /^(?:null|~)?$/i.test(String(node.value)))));

const toPointer = (path: readonly string[]) =>
  `/${path.map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;

function readNode(node: unknown, path: readonly string[], reading: Reading): void {
  const key = path.join('.');
  const name = nameByKey.get(key);
  const isGroup = path.length === 0 || keys.some((other) => other.startsWith(`${key}.`));
  if (isNothing(node)) return;
  if (name !== undefined) {
    readLeaf(node, { name, place: toPointer(path) }, reading);
  } else if (!isGroup) {
    reading.faults.push({ place: toPointer(path), message: unknownMessage(key) });
  } else if (isMap(node)) {
    for (const { key: step, value } of node.items) {
      readNode(value, [...path, isScalar(step) ? String(step.value) : '?'], reading);
    }
  } else {
    const place = path.length === 0 ? '/' : toPointer(path);
    reading.faults.push({ place, message: 'expected a mapping of settings' });
  }
}

function readLeaf(node: unknown, at: { name: string; place: string }, reading: Reading): void {
  const { name, place } = at;
  if (isScalar(node)) reading.given.set(name, { text: String(node.value).trim(), place });
  else
    reading.faults.push({
      place,
      message: 'expected one value, got a list, a mapping or an alias',
    });
}

function unknownMessage(key: string): string {
  const meant = nearest(key, keys);
  return meant === undefined
    ? 'is not known; remove it'
    : `is not known; did you mean ${toPointer(meant.split('.'))}?`;
}
