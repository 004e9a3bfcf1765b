import type { Priority } from '@temporalio/common';
import type { RunTrigger } from './contract.js';

/** So far as it is known. */
export interface Amount {
  /** Pages of plays to read. */
  readonly pages?: number;
  /** Different items to match. */
  readonly items?: number;
  readonly subjects?: number;
}

/** What keeps a person waiting for minutes, whatever comes before it. */
const much = { pages: 40, items: 5000, subjects: 100 };

/**
 * What goes first where more work waits than workers have room for: what a person asked for, then what came due, and last what
 * takes long, as the first sync of a long history, whoever asked. In Temporal's numbers, 1 the first and 3 the middle.
 */
export function urgencyOf(trigger: RunTrigger, amount: Amount = {}): Priority {
  const { pages = 0, items = 0, subjects = 0 } = amount;
  if (pages > much.pages || items > much.items || subjects > much.subjects)
    return { priorityKey: 5 };
  return { priorityKey: trigger === 'schedule' ? 3 : 2 };
}
