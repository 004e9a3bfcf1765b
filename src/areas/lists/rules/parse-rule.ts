import type { z } from 'zod';
import type { Fault } from '../../../platform/lib/errors.js';
import { faultsOfRule } from './faults-of-rule.js';
import { faultsOfSize } from './measure-raw.js';
import { rule, ruleVersion, type Rule } from './rule.js';
import { toPointer } from './to-pointer.js';

export type ParsedRule =
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] };

/** Reads a rule and says everything that is wrong with it; places are JSON pointers into the document. */
export function parseRule(document: unknown): ParsedRule {
  const early = [...faultsOfSize(document), ...faultsOfVersion(document)];
  if (early.length > 0) return { kind: 'faulty', faults: early };
  const read = rule.safeParse(document);
  if (!read.success) return { kind: 'faulty', faults: read.error.issues.flatMap(toFaults) };
  const faults = faultsOfRule(read.data);
  return faults.length > 0 ? { kind: 'faulty', faults } : { kind: 'rule', rule: read.data };
}

/** First, because the fields of another version would all be called unknown. */
function faultsOfVersion(document: unknown): readonly Fault[] {
  if (typeof document !== 'object' || document === null || !('version' in document)) return [];
  const { version } = document;
  if (version === ruleVersion) return [];
  const message = `is ${JSON.stringify(version)}; this watchflow knows version ${ruleVersion}`;
  return [{ place: '/version', message }];
}

function toFaults(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      place: toPointer([...issue.path, key]),
      message: 'unknown field',
    }));
  if (issue.code === 'invalid_union' && 'options' in issue)
    return [{ place: toPointer(issue.path), message: `is none of ${issue.options.join(', ')}` }];
  return [{ place: toPointer(issue.path), message: issue.message }];
}
