import { z } from 'zod';
import {
  actors,
  callOutcomes,
  mappingStandings,
  playStates,
  returns,
  subjectCallNames,
  type ChainStep,
  type DecidingMapping,
  type KeptDecision,
  type LedgerRead,
} from '../../../areas/history/index.js';
import { evidenceSchema, toEvidence } from '../matching/evidence.js';
import { mappingSchema, toMappingBody } from '../matching/mapping.js';
import { timeSchema, toTime } from '../time.js';
import { reasonSchema } from './play-list.js';

const outcomeFields = {
  subject_id: z.int().nullable(),
  episode_id: z.int().nullable(),
};

const readFields = {
  read_id: z.string().nullable().describe('Of the read of the source that brought it.'),
  extent: z
    .enum(['recent', 'whole', 'verify'])
    .nullable()
    .describe('How far that read went; `verify`: all there is was compared.'),
};

const decisionFields = {
  kind: z.enum(['matched', 'parked', 'excluded']),
  reason: z.string().nullable(),
  ...outcomeFields,
  evidence: evidenceSchema,
  candidates: z
    .array(
      z.object({ subject_id: z.int(), episode_id: z.int().nullable(), evidence: evidenceSchema }),
    )
    .describe('What it could be, as far as that is on record.'),
  previous: z
    .object({
      subject_id: z.int(),
      episode_id: z.int().nullable(),
      id_map_version: z.string(),
      decided_at: timeSchema,
    })
    .nullable()
    .describe('What it was matched to before, where that has `changed`.'),
  id_map_version: z.string(),
  decided_at: timeSchema.describe('When it was last decided so.'),
};

const stepData = {
  observed: z.object(readFields),
  decided: z.object({
    ...outcomeFields,
    decision: z
      .object(decisionFields)
      .nullable()
      .describe('Null where matching has none on record, as for a mapping a person made.'),
    mapping: z
      .object({
        id: z.string(),
        standing: z
          .enum(mappingStandings)
          .describe(
            '`as-it-was`: as when it decided; `changed-since`: what it said then is not on record; `gone`: it is not there any more.',
          ),
        mapping: mappingSchema.nullable().describe('As it is now.'),
      })
      .nullable()
      .describe('What decided it, if not matching; null where that is not on record.'),
    again: z.boolean().describe('The same as the last time this play was looked at.'),
  }),
  'decided-anew': z.object({ decision: z.object(decisionFields) }),
  moved: z.object({
    state: z.enum(playStates),
    reason: reasonSchema.nullable(),
    ...outcomeFields,
    due_at: timeSchema.nullable(),
    why: z.enum(returns).nullable().describe('Why it went back into line.'),
    ...readFields,
  }),
  called: z.object({
    call: z.enum(subjectCallNames),
    subject_id: z.int().nullable().describe('Null for all collections in one go.'),
    episodes: z.int().describe('How many it named; 0 for the subject as a whole.'),
    names_it: z.boolean().describe('Whether this play’s episode was one of them.'),
    collection: z
      .int()
      .nullable()
      .describe('1 wish, 2 done, 3 doing, 4 on hold, 5 dropped: as sent or found.'),
    outcome: z
      .enum(callOutcomes)
      .describe('`unclear`: a write that may have been carried out; `failed`: nothing was done.'),
    error: z.string().nullable(),
    status: z.int().nullable(),
  }),
  'answer-missing': z.object(outcomeFields),
  unrecorded: z.object({}),
  'read-back': z.object({}),
};

const stepOf = <K extends ChainStep['kind']>(kind: K) =>
  z.object({
    step: z.literal(kind),
    at: timeSchema,
    actor: z.enum(actors),
    run_id: z.string().nullable(),
    data: stepData[kind],
    words: z.string(),
  });

export const chainStepSchema = z
  .union([
    stepOf('observed'),
    stepOf('decided'),
    stepOf('decided-anew'),
    stepOf('moved'),
    stepOf('called'),
    stepOf('answer-missing'),
    stepOf('unrecorded'),
    stepOf('read-back'),
  ])
  .meta({ id: 'ChainStep' });
export type ChainStepBody = z.infer<typeof chainStepSchema>;

interface Said {
  readonly actor: ChainStepBody['actor'];
  readonly words: string;
}

export function toChainStepBody(step: ChainStep, { actor, words }: Said): ChainStepBody {
  const facts = { at: step.at.toISOString(), actor, run_id: runOf(step), words };
  switch (step.kind) {
    case 'observed':
      return { step: 'observed', ...facts, data: toRead(step.read) };
    case 'decided': {
      const decision = step.decision === null ? null : toDecision(step.decision);
      return {
        step: 'decided',
        ...facts,
        data: {
          ...toOutcome(step.outcome),
          decision,
          mapping: toMapping(step.mapping),
          again: step.again,
        },
      };
    }
    case 'decided-anew':
      return { step: 'decided-anew', ...facts, data: { decision: toDecision(step.decision) } };
    case 'moved':
      return { step: 'moved', ...facts, data: toMoved(step) };
    case 'called':
      return { step: 'called', ...facts, data: toCall(step.call) };
    case 'answer-missing':
      return { step: 'answer-missing', ...facts, data: toOutcome(step.to) };
    case 'unrecorded':
      return { step: 'unrecorded', ...facts, data: {} };
    case 'read-back':
      return { step: 'read-back', ...facts, data: {} };
  }
}

function runOf(step: ChainStep): string | null {
  if (step.kind === 'observed') return step.read?.runId ?? null;
  if (step.kind === 'moved') return step.runId ?? step.read?.runId ?? null;
  if (step.kind === 'called') return step.call.runId;
  return step.kind === 'answer-missing' ? step.runId : null;
}

const toRead = (read: LedgerRead | null) => ({
  read_id: read?.id ?? null,
  extent: read?.extent ?? null,
});

interface Outcome {
  readonly subjectId: number | null;
  readonly episodeId: number | null;
}
const toOutcome = ({ subjectId, episodeId }: Outcome) => ({
  subject_id: subjectId,
  episode_id: episodeId,
});

const toDecision = ({ kind, reason, evidence, idMapVersion, ...decision }: KeptDecision) => ({
  kind,
  reason,
  ...toOutcome(decision),
  evidence: toEvidence(evidence),
  candidates: decision.candidates.map((candidate) => ({
    subject_id: candidate.subjectId,
    episode_id: candidate.episodeId,
    evidence: toEvidence(candidate.evidence),
  })),
  previous: toPrevious(decision.previous),
  id_map_version: idMapVersion,
  decided_at: decision.decidedAt.toISOString(),
});

const toPrevious = (previous: KeptDecision['previous']) =>
  previous === null
    ? null
    : {
        subject_id: previous.subjectId,
        episode_id: previous.episodeId,
        id_map_version: previous.idMapVersion,
        decided_at: new Date(previous.decidedAt).toISOString(),
      };

const toMapping = (mapping: DecidingMapping | null) =>
  mapping === null
    ? null
    : { ...mapping, mapping: mapping.mapping === null ? null : toMappingBody(mapping.mapping) };

const toMoved = ({ to, why, read }: Extract<ChainStep, { kind: 'moved' }>) => ({
  state: to.state,
  reason: to.reason,
  ...toOutcome(to),
  due_at: toTime(to.dueAt),
  why,
  ...toRead(read),
});

const toCall = ({ subjectId, ...call }: Extract<ChainStep, { kind: 'called' }>['call']) => ({
  call: call.call,
  subject_id: subjectId === 0 ? null : subjectId,
  episodes: call.episodes,
  names_it: call.namesIt,
  collection: call.collection,
  outcome: call.outcome,
  error: call.errorKind,
  status: call.status,
});
