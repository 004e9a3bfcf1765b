import { z } from 'zod';
import type { Candidate, Evidence } from './decision.js';

const evidence: z.ZodType<Evidence> = z.object({ signal: z.string(), detail: z.string() });

const candidate: z.ZodType<Candidate> = z.object({
  subjectId: z.int(),
  episodeId: z.int().nullable(),
  evidence: z.array(evidence),
});

/** What a stored decision says it could be; nothing where it was stored before that was kept. */
export function candidatesOf({ candidates }: { readonly candidates: unknown }): Candidate[] {
  return z.array(candidate).nullable().parse(candidates) ?? [];
}
