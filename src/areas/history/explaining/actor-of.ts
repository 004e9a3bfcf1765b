import type { Actor, ChainStep } from './explanation.js';

/** Who or what made a step. */
export function actorOf(step: ChainStep): Actor {
  switch (step.kind) {
    case 'observed':
      return 'source';
    case 'decided':
      return step.decision === null ? 'person' : 'matching';
    case 'decided-anew':
      return 'matching';
    case 'moved':
      return moverOf(step);
    case 'called':
    case 'answer-missing':
    case 'read-back':
      return 'run';
    case 'unrecorded':
      return 'watchflow';
  }
}

function moverOf({ to, why, runId }: Extract<ChainStep, { kind: 'moved' }>): Actor {
  if (to.state === 'removed' || why === 'back-at-source' || why === 'changed-at-source')
    return 'source';
  if (to.reason === 'filtered' || why === 'settings') return 'settings';
  if (why === 'asked') return 'person';
  return runId === null ? 'watchflow' : 'run';
}
