const mebibyte = 1024 * 1024;

export interface ProcessUse {
  readonly cpuMs: number;
  /** MiB at the start, at the most, and the most within each tenth of the time. */
  readonly rss: {
    readonly start: number;
    readonly peak: number;
    readonly curve: readonly number[];
  };
}

/** Begins to watch this process; the answer ends it. */
export function measureProcess(): () => ProcessUse {
  const samples: number[] = [];
  const sample = (): number => samples.push(Math.round(process.memoryUsage.rss() / mebibyte));
  sample();
  const timer = setInterval(sample, 50);
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    clearInterval(timer);
    sample();
    return {
      cpuMs: Math.round((user + system) / 1000),
      rss: { start: samples[0] ?? 0, peak: highest(samples), curve: tenths(samples) },
    };
  };
}

const highest = (samples: readonly number[]): number =>
  samples.reduce((most, one) => Math.max(most, one), 0);

const tenths = (samples: readonly number[]): readonly number[] =>
  Array.from({ length: 10 }, (_, tenth) => {
    const at = (part: number): number => Math.floor((samples.length * part) / 10);
    return highest(samples.slice(at(tenth), Math.max(at(tenth + 1), at(tenth) + 1)));
  });
