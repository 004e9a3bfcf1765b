import { z } from 'zod';
import type { Profile } from './config.js';

/** What is known of a variable besides how it is read; the documentation is made from it. */
export interface About {
  readonly group: string;
  /** Where it stands in the YAML file, dotted; absent when it cannot stand there. */
  readonly key?: string;
  readonly doc: string;
  /** What is read when nothing is set, as text. */
  readonly default?: string;
  /** Defaults of single profiles, before `default`. */
  readonly defaultIn?: Partial<Record<Profile, string>>;
  /** How an absent value is described: `the embedded PostgreSQL`. */
  readonly absent?: string;
  /** Never shown; may be given as `<NAME>_FILE`. */
  readonly secret?: boolean;
  readonly example?: string;
}

/** Filled by the schema in `variables.ts`. */
export const about = z.registry<About>();

/** The text read when nothing is set. */
export const defaultOf = (of: About, profile: Profile): string | undefined =>
  of.defaultIn?.[profile] ?? of.default;
