import { about } from './about.js';
import type { About } from './about.js';
import { variables } from './variables.js';

/** One variable with what is known of it. */
export interface Known {
  readonly name: string;
  readonly about: About;
}

/** Every variable in the order of the documentation. Throws when one was declared without its `about`. */
export const known: readonly Known[] = Object.entries(variables.shape).map(([name, schema]) => {
  const found = about.get(schema);
  if (found === undefined) throw new Error(`${name} has no documentation in variables.ts`);
  return { name, about: found };
});

/** One setting as somebody gave it. */
export interface Given {
  readonly text: string;
  /** The variable or the YAML pointer it came from. */
  readonly place: string;
}

export type GivenByName = ReadonlyMap<string, Given>;
