import { startChild } from './children/child.js';
import type { ProductOffer } from './children/product-child.js';
import type { SimulatorsOffer } from './children/simulators-child.js';
import { createWorld, type BenchPerson, type BenchWorld, type Shape } from './world.js';

export interface Stage {
  readonly world: BenchWorld;
  readonly urls: { readonly traktUrl: string; readonly bangumiUrl: string };
  readonly simulators: ReturnType<typeof startChild<SimulatorsOffer>>['ask'];
}

/** Simulators in a process of their own while `play` goes on. */
export async function withSimulators<T>(
  { shapes, latencyMs }: { readonly shapes: readonly Shape[]; readonly latencyMs: number },
  play: (stage: Stage) => Promise<T>,
): Promise<T> {
  const world = createWorld(shapes);
  const child = startChild<SimulatorsOffer>('./simulators-child.js');
  try {
    const urls = await child.ask.start({ scenario: world.scenario, latencyMs });
    return await play({ world, urls, simulators: child.ask });
  } finally {
    await child.end();
  }
}

export type SyncFigures = Awaited<ReturnType<ProductOffer['sync']>> & {
  readonly requests: ReturnType<SimulatorsOffer['counts']>;
};

export interface ProductOnStage {
  readonly ask: ReturnType<typeof startChild<ProductOffer>>['ask'];
  join(person: BenchPerson): Promise<void>;
  /** A whole sync, measured in the product's process, its requests counted where they arrive. */
  sync(person: BenchPerson): Promise<SyncFigures>;
}

export interface HowStaged {
  /** As `npm start` keeps it; otherwise Temporal keeps its state in memory. */
  readonly onDisk?: boolean;
  readonly nodeOptions?: readonly string[];
}

/** The product, with its own PostgreSQL and Temporal in a temporary folder, while `play` goes on. */
export async function withProduct<T>(
  { world, urls, simulators }: Stage,
  play: (product: ProductOnStage) => Promise<T>,
  { onDisk = false, nodeOptions = [] }: HowStaged = {},
): Promise<T> {
  const child = startChild<ProductOffer>('./product-child.js', nodeOptions);
  try {
    await child.ask.start({ ...urls, idMap: world.idMap, onDisk });
    return await play({
      ask: child.ask,
      join: ({ name, traktToken, bangumiToken }) =>
        child.ask.join({ name, traktToken, bangumiToken }),
      async sync({ name }) {
        await simulators.resetCounts();
        const figures = await child.ask.sync(name);
        return { ...figures, requests: await simulators.counts() };
      },
    });
  } finally {
    await child.ask.stop().finally(child.end);
  }
}
