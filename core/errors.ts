// The two ways a command can fail for a reason of the user's world; everything else is a bug.

/** Bad input: exit code 2, two lines (what, remedy), nothing written. */
export class UserError extends Error {
  readonly remedy: string;
  constructor(message: string, remedy: string) {
    super(message);
    this.name = 'UserError';
    this.remedy = remedy;
  }
}

/** The archive or the network refused: exit code 3, nothing written; the remedy names `--offline`. */
export class NetworkError extends Error {
  readonly remedy: string;
  constructor(message: string, remedy: string) {
    super(message);
    this.name = 'NetworkError';
    this.remedy = remedy;
  }
}
