/** A queue that is measured: jobs are numbers. */
export interface Contender {
  readonly name: string;
  /** Writes a job; it will run once this has returned, whatever happens. */
  add(job: number): Promise<void>;
  /** Starts working, `slots` jobs at a time. */
  work(slots: number, onJob: (job: number) => void): Promise<{ close(): Promise<void> }>;
  close(): Promise<void>;
}
