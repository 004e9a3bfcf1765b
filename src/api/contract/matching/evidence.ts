import { z } from 'zod';

interface Evidence {
  readonly signal: string;
  readonly detail: string;
}

export const evidenceSchema = z.array(z.object({ signal: z.string(), detail: z.string() }));

export const toEvidence = (evidence: readonly Evidence[]): z.infer<typeof evidenceSchema> =>
  evidence.map(({ signal, detail }) => ({ signal, detail }));
