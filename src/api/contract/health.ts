import { z } from 'zod';

const dependency = z.object({
  ok: z.boolean(),
  ms: z.number().min(0).describe('How long it took to answer.'),
  detail: z.string().optional().describe('What to do when it is not ok.'),
});

export const healthSchema = z
  .object({
    status: z.enum(['ok', 'down']),
    version: z.string(),
    dependencies: z.object({
      database: dependency,
      temporal: dependency,
      files: dependency.describe('Where files are kept. Without it everything else goes on.'),
      cache: dependency.describe('Without it everything goes on, more slowly.'),
    }),
  })
  .meta({ id: 'Health' });
export type HealthBody = z.infer<typeof healthSchema>;

export const healthExample: HealthBody = {
  status: 'ok',
  version: '0.1.0',
  dependencies: {
    database: { ok: true, ms: 2 },
    temporal: { ok: true, ms: 4 },
    files: { ok: true, ms: 1 },
    cache: { ok: true, ms: 0 },
  },
};

export const sickExample: HealthBody = {
  status: 'down',
  version: '0.1.0',
  dependencies: {
    database: { ok: true, ms: 2 },
    temporal: { ok: false, ms: 3000, detail: 'temporal does not answer; the log says why' },
    files: { ok: true, ms: 1 },
    cache: { ok: true, ms: 0 },
  },
};

export const liveSchema = z.object({ status: z.literal('ok') }).meta({ id: 'Liveness' });
