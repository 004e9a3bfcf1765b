import { uuid4 } from '@temporalio/workflow';
import type { SyncAnswer, SyncJob, SyncRequest } from './contract.js';

/**
 * Runs asked for, in order; the first one is under way. A request joins the run under way if that run will do what it asks;
 * a `full` one asked while a `normal` run goes on, or any asked while a run closes, waits behind it and is never dropped.
 */
export class Requests {
  private readonly jobs: (SyncJob & { readonly runId: string })[];
  private closing = false;
  private readonly answers = new Map<string, SyncAnswer>();

  constructor(jobs: readonly SyncJob[]) {
    this.jobs = jobs.map((job) => ({ ...job, runId: job.runId ?? uuid4() }));
  }

  get underWay(): (SyncJob & { readonly runId: string }) | undefined {
    return this.jobs[0];
  }

  get waiting(): readonly (SyncJob & { readonly runId: string })[] {
    return this.jobs.slice(1);
  }

  /** The run under way has done its work: who asks from now on is served by another. */
  close(): void {
    this.closing = true;
  }

  finish(): void {
    this.jobs.shift();
    this.closing = false;
  }

  /** The same request again gets the same answer. */
  add(request: SyncRequest): SyncAnswer {
    const known = this.answers.get(request.requestId);
    if (known !== undefined) return known;
    const answer = this.place(request);
    this.answers.set(request.requestId, answer);
    return answer;
  }

  private place({ requestId, mode, trigger }: SyncRequest): SyncAnswer {
    const joinable = this.closing ? this.waiting : this.jobs;
    const serving = joinable.find((job) => mode === 'normal' || job.mode === 'full');
    if (serving !== undefined) {
      return { runId: serving.runId, outcome: serving === this.underWay ? 'joined' : 'queued' };
    }
    const runId = uuid4();
    this.jobs.push({ runId, mode, trigger, requestId });
    return { runId, outcome: this.jobs.length === 1 ? 'started' : 'queued' };
  }
}
