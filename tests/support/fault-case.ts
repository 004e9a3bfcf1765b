import type { TestTitle } from './scenario-builders.js';
import type { Person } from './with-people.js';

/** A fault of one person's upstream, and what becomes of the run that meets it. */
export interface FaultCase {
  readonly what: string;
  /** How the run ends that meets it. */
  readonly named: string;
  /** What the person is told; `nothing` stands for no advice. */
  readonly says: RegExp;
  /** Minutes until the run says that it goes on. */
  readonly retryIn: number | null;
  /** What is left parked by the run, and why. */
  readonly parked: Readonly<Record<string, number>>;
  readonly excluded: Readonly<Record<string, number>>;
  /** Hours until the next run can heal it. */
  readonly healsAfter: number;
  /** Seasons of twelve beside the one. */
  readonly seasons: readonly TestTitle[];
  /** Whether it is everybody's trouble: then others rest too, and heal as well. */
  readonly restsAll: boolean;
  /** Whether the history is read to its end in spite of it. */
  readonly isRead: boolean;
  /** Makes the fault, for this person alone; answers how it ends. */
  readonly strike: (ann: Person) => () => unknown;
  /** Happens while the run is held in its second page. */
  readonly midRun: ((ann: Person) => unknown) | null;
}
