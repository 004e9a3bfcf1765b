import { uuid4 } from '@temporalio/workflow';
import type { SyncAnswer, SyncHistoryInput, SyncJob, SyncRequest } from './contract.js';

type Job = SyncJob & { readonly runId: string };

export interface RequestsInput extends Pick<SyncHistoryInput, 'jobs' | 'goesOn'> {
  /** False for runs begun by the first release, which let anybody join until they close. */
  readonly nobodyWaitsInVain: boolean;
}

/**
 * Runs asked for, in order; the first one is under way. A request joins the run under way if that run will do what it asks:
 * a `full` one asked while a `normal` run goes on, or any asked once the history is read, waits behind it and is never dropped.
 */
export class Requests {
  private readonly jobs: Job[];
  private readonly answers = new Map<string, SyncAnswer>();
  private readonly nobodyWaitsInVain: boolean;
  private hasBegun = false;
  private isLooking: boolean;
  private isAskedAgain: boolean;
  private isClosed = false;
  private dismissed: readonly Job[] | undefined;

  constructor({ jobs, goesOn, nobodyWaitsInVain }: RequestsInput) {
    this.jobs = jobs.map((job) => ({ ...job, runId: job.runId ?? uuid4() }));
    this.nobodyWaitsInVain = nobodyWaitsInVain;
    this.isLooking = goesOn !== undefined;
    this.isAskedAgain = goesOn?.askedAgain ?? false;
  }

  get underWay(): Job | undefined {
    return this.jobs[0];
  }

  get waiting(): readonly Job[] {
    return this.jobs.slice(1);
  }

  /**
   * Whoever was given an id must find it, also while a cancellation is carried out: what it took has no row yet, and what was
   * asked since is not the run that shows.
   */
  get promised(): readonly Job[] {
    return [...this.cancelledUnbegun, ...this.jobs];
  }

  /** Somebody joined after the source was asked what is new: it has to be asked once more. */
  get askedAgain(): boolean {
    return this.nobodyWaitsInVain && this.isAskedAgain;
  }

  /** The run under way has begun, and asks the source from now on. */
  look(): void {
    this.hasBegun = true;
    this.isLooking = true;
  }

  lookAgain(): void {
    this.isAskedAgain = false;
  }

  /** The run under way asks the source no more: whoever asks from now on is served by another. */
  readingIsOver(): void {
    if (this.nobodyWaitsInVain) this.isClosed = true;
  }

  /** The run under way has done its work. */
  close(): void {
    this.isClosed = true;
  }

  finish(): void {
    this.jobs.shift();
    this.hasBegun = false;
    this.isLooking = false;
    this.isAskedAgain = false;
    this.isClosed = false;
  }

  /** The workflow is cancelled, once and for all: with the run under way go those that wait, and whoever asks from now on is served after that. */
  cancel(): void {
    if (!this.nobodyWaitsInVain || this.isCancelled) return;
    this.dismissed = this.jobs.splice(this.hasBegun ? 1 : 0);
    this.isClosed = true;
  }

  get isCancelled(): boolean {
    return this.dismissed !== undefined;
  }

  /** Runs that a cancellation took before they began. */
  get cancelledUnbegun(): readonly Job[] {
    return this.dismissed ?? [];
  }

  /** The same request again gets the same answer. */
  add(request: SyncRequest): SyncAnswer {
    const known = this.answers.get(request.requestId);
    if (known !== undefined) return known;
    const answer = this.place(request);
    this.answers.set(request.requestId, answer);
    return answer;
  }

  private place({ requestId, mode, trigger, undoes }: SyncRequest): SyncAnswer {
    const joinable = this.isClosed ? this.waiting : this.jobs;
    const serving = joinable.find((job) => serves(job, { mode, undoes }));
    if (serving !== undefined) {
      const joins = serving === this.underWay;
      if (joins && this.isLooking) this.isAskedAgain = true;
      return { runId: serving.runId, outcome: joins ? 'joined' : 'queued' };
    }
    const runId = uuid4();
    this.jobs.push({
      runId,
      mode,
      trigger,
      requestId,
      ...(undoes === undefined ? {} : { undoes }),
    });
    return { runId, outcome: this.jobs.length === 1 ? 'started' : 'queued' };
  }
}

/** An undo is its own run, and nobody else's. */
function serves(job: Job, { mode, undoes }: Pick<SyncRequest, 'mode' | 'undoes'>): boolean {
  if (mode === 'undo' || job.mode === 'undo') return mode === job.mode && undoes === job.undoes;
  return mode === 'normal' || job.mode === 'full';
}
