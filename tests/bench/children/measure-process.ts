const mebibyte = 1024 * 1024;

/** MiB. `heap` is V8's of the main thread; `rest`: worker threads, Temporal's native core, the program itself. */
export interface Resident {
  readonly rss: number;
  readonly heap: number;
  readonly external: number;
  readonly rest: number;
}

export interface ProcessUse {
  readonly cpuMs: number;
  /** MiB at the start, at the most (and of what), and the most within each tenth of the time. */
  readonly rss: {
    readonly start: number;
    readonly peak: number;
    readonly atPeak: Resident;
    readonly curve: readonly number[];
  };
}

/** Begins to watch this process; the answer ends it. */
export function measureProcess(): () => ProcessUse {
  const samples: Resident[] = [resident()];
  const timer = setInterval(() => samples.push(resident()), 50);
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    clearInterval(timer);
    samples.push(resident());
    const atPeak = highest(samples);
    return {
      cpuMs: Math.round((user + system) / 1000),
      rss: { start: samples[0]?.rss ?? 0, peak: atPeak.rss, atPeak, curve: tenths(samples) },
    };
  };
}

export function resident(): Resident {
  const { rss, heapTotal, external } = process.memoryUsage();
  const inMiB = (bytes: number): number => Math.round(bytes / mebibyte);
  return {
    rss: inMiB(rss),
    heap: inMiB(heapTotal),
    external: inMiB(external),
    rest: inMiB(rss - heapTotal - external),
  };
}

const highest = (samples: readonly Resident[]): Resident =>
  samples.reduce((most, one) => (one.rss > most.rss ? one : most), {
    rss: 0,
    heap: 0,
    external: 0,
    rest: 0,
  });

const tenths = (samples: readonly Resident[]): readonly number[] =>
  Array.from({ length: 10 }, (_, tenth) => {
    const at = (part: number): number => Math.floor((samples.length * part) / 10);
    return highest(samples.slice(at(tenth), Math.max(at(tenth + 1), at(tenth) + 1))).rss;
  });
