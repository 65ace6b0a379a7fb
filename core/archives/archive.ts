// How an archive is asked without touching the network: a generator yields the requests it needs and is handed the answers.
import type { DatasetRecord } from '../spec/dataset.ts';

export interface Request {
  readonly url: string; // always https://HOST/PATH; the hand applies a mirror
  readonly accept?: string;
}

export interface Answer {
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>; // lower-case names
  readonly body: string;
}

/** Yields batches of requests, receives the answers in the same order, returns the record; throws UserError or NetworkError. */
export type Resolution = Generator<readonly Request[], DatasetRecord, readonly Answer[]>;
