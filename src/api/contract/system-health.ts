import { z } from 'zod';
import {
  healthComponents,
  healthStates,
  type HealthSample,
} from '../../areas/maintenance/index.js';
import { nextCursorSchema, pageQuery } from './page.js';
import { timeSchema } from './time.js';

const componentSchema = z.enum(healthComponents);

const sampleSchema = z
  .object({
    component: componentSchema,
    state: z.enum(healthStates).describe('What this look found.'),
    settled: z
      .enum(healthStates)
      .describe('The state that counts since then: it takes two looks in a row to change it.'),
    ms: z.int().nullable().describe('How long the answer took; null where nothing was asked.'),
    detail: z.string().nullable().describe('In a word, such as `slow`, `unreachable` or `low`.'),
    at: timeSchema,
  })
  .meta({ id: 'HealthSample' });

export const systemHealthSchema = z
  .object({
    components: z.array(sampleSchema).describe('The newest look at each part, of the last day.'),
    items: z.array(sampleSchema).describe('All looks, newest first.'),
    next_cursor: nextCursorSchema,
  })
  .meta({ id: 'SystemHealth' });

export const systemHealthQuery = pageQuery.extend({ component: componentSchema.optional() });

type SampleBody = z.infer<typeof sampleSchema>;

export const toSampleBody = ({
  component,
  state,
  settled,
  ms,
  detail,
  at,
}: HealthSample): SampleBody => ({ component, state, settled, ms, detail, at: at.toISOString() });

export const sampleExample: SampleBody = {
  component: 'trakt',
  state: 'down',
  settled: 'ok',
  ms: 10_000,
  detail: 'timeout',
  at: '2026-11-30T04:20:11.000Z',
};
