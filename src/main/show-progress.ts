import cliProgress from 'cli-progress';
import type { SyncProgress } from '../workflows/contract.js';

export interface ProgressDisplay {
  readonly update: (progress: SyncProgress) => void;
  readonly end: () => void;
}

/** A bar on a terminal, a line per change otherwise. On stderr: stdout belongs to the result. */
export function createProgressDisplay(stream: NodeJS.WriteStream): ProgressDisplay {
  return stream.isTTY ? createBar(stream) : createLines(stream);
}

/** Share of a run that is done: reading, matching and marking count alike. */
export function shareDone({ phase, pages, items, subjects }: SyncProgress): number {
  if (phase === 'done' || phase === 'closing') return 1;
  const part = (done: number, total: number): number => (total === 0 ? 0 : done / total);
  const parts = {
    waiting: 0,
    opening: 0,
    reading: part(pages.done, pages.total),
    matching: 1 + part(items.matched, items.total),
    marking: 2 + part(subjects.done, subjects.total),
    carrying: 2 + part(subjects.done, subjects.total),
    planning: 2 + part(subjects.done, subjects.total),
    'taking-back': 3,
  };
  return parts[phase] / 3;
}

const sentence = ({ phase, pages, items, subjects }: SyncProgress): string =>
  `${phase}: page ${pages.done}/${pages.total}, episodes and films ${items.matched}/${items.total}, subjects ${subjects.done}/${subjects.total}`;

function createBar(stream: NodeJS.WriteStream): ProgressDisplay {
  const bar = new cliProgress.SingleBar(
    { format: '  [{bar}] {percentage}% {what}', stream, hideCursor: true, clearOnComplete: false },
    cliProgress.Presets.shades_classic,
  );
  bar.start(100, 0, { what: 'waiting' });
  return {
    update(progress) {
      bar.update(Math.round(shareDone(progress) * 100), { what: sentence(progress) });
    },
    end() {
      bar.update(100);
      bar.stop();
    },
  };
}

function createLines(stream: NodeJS.WriteStream): ProgressDisplay {
  let last = '';
  return {
    update(progress) {
      const line = sentence(progress);
      if (line !== last) stream.write(`  ${line}\n`);
      last = line;
    },
    end: () => undefined,
  };
}
