import type { Logger } from '../../platform/lib/logger.js';
import { messageOf } from '../../platform/lib/errors.js';
import {
  type HealthBody,
  healthExample,
  healthSchema,
  liveSchema,
  sickExample,
} from '../contract/health.js';
import { definePublicRoute } from '../define-route.js';
import type { DependencyState, HealthPort } from '../ports.js';
import type { ApiContext } from '../route.js';
import { withinDeadline } from '../../platform/lib/within-deadline.js';

const tags = ['Operation'];
const patienceMs = 5000;

const responses = {
  200: { description: 'Everything answers.', schema: healthSchema, example: healthExample },
  503: { description: 'Something does not answer.', schema: healthSchema, example: sickExample },
};

interface HealthRequest {
  readonly log: Logger;
}

async function answerHealth({ log }: HealthRequest, { health, version }: ApiContext) {
  const dependencies = await check(health, log);
  const isOk = dependencies.database.ok && dependencies.temporal.ok;
  const body: HealthBody = { status: isOk ? 'ok' : 'down', version, dependencies };
  return { status: isOk ? 200 : 503, body } as const;
}

async function check(health: HealthPort, log: Logger): Promise<HealthBody['dependencies']> {
  try {
    const states = await withinDeadline(health.check(), patienceMs);
    return {
      database: toDependency('database', states.database, log),
      temporal: toDependency('temporal', states.temporal, log),
      files: toDependency('files', states.files, log),
      cache: toDependency('cache', states.cache, log),
    };
  } catch (error) {
    log.warn({ reason: messageOf(error) }, 'health check failed');
    const unknown = { ok: false, ms: patienceMs, detail: 'could not be asked; the log says why' };
    return { database: unknown, temporal: unknown, files: unknown, cache: unknown };
  }
}

/** Everybody may read this: the reason, which may name hosts, goes to the log alone. */
function toDependency(name: string, { ok, ms, detail }: DependencyState, log: Logger) {
  if (ok) return { ok, ms };
  log.warn({ dependency: name, reason: detail }, 'dependency down');
  return { ok, ms, detail: `${name} does not answer; the log says why` };
}

const health = definePublicRoute({
  method: 'get',
  path: '/health',
  summary: 'How watchflow is',
  description:
    'Version and whether the database and Temporal answer, and what keeps files and the cache; the last two do not make it 503.',
  tags,
  responses,
  handler: answerHealth,
});

const ready = definePublicRoute({
  method: 'get',
  path: '/health/ready',
  summary: 'Whether to send requests here',
  description: 'The same as /health, under the name load balancers ask for.',
  tags,
  responses,
  handler: answerHealth,
});

const live = definePublicRoute({
  method: 'get',
  path: '/health/live',
  summary: 'Whether the process is alive',
  description: 'Asks nothing of the database or Temporal: a restart would not help those.',
  tags,
  responses: { 200: { description: 'It is.', schema: liveSchema, example: { status: 'ok' } } },
  handler: () => Promise.resolve({ status: 200, body: { status: 'ok' } } as const),
});

export const healthRoutes = [health, live, ready];
