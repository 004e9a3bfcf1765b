import { uuid4 } from '@temporalio/workflow';
import type { ListJob, ListRequest, SyncAnswer } from './contract.js';

/**
 * Runs of one list that were asked for, in order; the first is under way. A request joins it as long as it has not worked out what the list
 * holds, and does what is asked; otherwise it waits behind it.
 */
export class ListRequests {
  private readonly jobs: ListJob[];
  private readonly answers = new Map<string, SyncAnswer>();
  private isWorkedOut = false;

  constructor(jobs: readonly ListJob[]) {
    this.jobs = [...jobs];
  }

  get underWay(): ListJob | undefined {
    return this.jobs[0];
  }

  get waiting(): readonly ListJob[] {
    return this.jobs.slice(1);
  }

  /** What it holds is known now: a change after this is another run's. */
  workedOut(): void {
    this.isWorkedOut = true;
  }

  finish(): void {
    this.jobs.shift();
    this.isWorkedOut = false;
  }

  /** The same request again gets the same answer. */
  add(request: ListRequest): SyncAnswer {
    const known = this.answers.get(request.requestId);
    if (known !== undefined) return known;
    const answer = this.place(request);
    this.answers.set(request.requestId, answer);
    return answer;
  }

  private place(request: ListRequest): SyncAnswer {
    const joinable = this.isWorkedOut ? this.waiting : this.jobs;
    const serving = joinable.find((job) => serves(job, request));
    if (serving !== undefined) {
      const outcome = serving === this.underWay ? 'joined' : 'queued';
      return { runId: serving.runId, outcome };
    }
    const runId = uuid4();
    this.jobs.push({ ...request, runId });
    return { runId, outcome: this.jobs.length === 1 ? 'started' : 'queued' };
  }
}

const serves = (job: ListJob, { allowsRemovals, relink }: ListRequest): boolean =>
  (job.allowsRemovals || !allowsRemovals) && (job.relink || !relink);
