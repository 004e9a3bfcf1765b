import { z } from 'zod';
import { parseRule, ruleDocument, type Rule } from '../../../areas/lists/index.js';

/** A rule as it is shown. */
export const ruleSchema = ruleDocument;

/** A rule as it is sent: every fault of it has its place. */
export const sentRule = z
  .unknown()
  .transform((document, context): Rule => {
    const parsed = document === undefined ? missing : parseRule(document);
    if (parsed.kind === 'rule') return parsed.rule;
    for (const { place, message } of parsed.faults)
      context.addIssue({ code: 'custom', path: toPath(place), message });
    return z.NEVER;
  })
  // In the document it is what is shown of one: that schema is under the components already.
  .meta({ $ref: '#/$defs/ListRule' });

const missing = {
  kind: 'faulty',
  faults: [{ place: '', message: 'is required (object)' }],
} as const;

/** The steps of a JSON pointer. */
const toPath = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

export const ruleExample: z.infer<typeof ruleSchema> = {
  version: 1,
  sources: [{ from: 'collection', states: ['doing'] }],
  filters: [{ by: 'airing' }],
  score: [
    { term: 'bangumi-score', weight: 2 },
    { term: 'recency', weight: 1, of: 'released', half_life_days: 180 },
  ],
  sort: [{ by: 'score', order: 'desc' }],
  limit: 100,
  unit: 'season',
  pins: [],
  exclude: [],
};
