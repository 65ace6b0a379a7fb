// Questions on a terminal. The door to inquirer, which is loaded when there is somebody to ask.
import { createPromptModule } from 'inquirer';

const module = createPromptModule({ input: process.stdin, output: process.stderr, skipTTYChecks: true }); // stdout belongs to the result

/** Asks what Yeoman's adapter is given. */
export const prompt = (questions: unknown): Promise<Readonly<Record<string, unknown>>> => module(questions as Parameters<typeof module>[0]);
