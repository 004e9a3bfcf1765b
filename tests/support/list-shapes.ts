import { readFile } from 'node:fs/promises';
import type { Shape } from './shape-faults.js';

export interface ListShape {
  readonly status: number;
  readonly body?: Shape;
  readonly answer: Shape;
}

const file = new URL('data/trakt-list-shapes.json', import.meta.url);

/** Per endpoint, as Trakt's document writes it. */
export async function loadListShapes(): Promise<(endpoint: string) => ListShape> {
  const { shapes } = JSON.parse(await readFile(file, 'utf8')) as {
    readonly shapes: Readonly<Record<string, ListShape>>;
  };
  return (endpoint) => {
    const shape = shapes[endpoint];
    if (shape === undefined) throw new Error(`no shape of ${endpoint}`);
    return shape;
  };
}
