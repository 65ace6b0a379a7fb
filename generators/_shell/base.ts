// The one Yeoman subclass: prompting = ask, configuring = resolve and plan, writing = apply, end = report.
import type { PromptQuestion } from '@yeoman/types';
import Generator from 'yeoman-generator';
import type { Ask } from './ask.ts';
import { ownVersion } from './disk.ts';
import { Environment } from './environment.ts';

/** What a command does at each of Yeoman's queues. */
export interface Steps {
  readonly ask: (ask: Ask) => Promise<void>;
  readonly plan: () => void | Promise<void>;
  readonly write: () => Promise<void>;
  readonly report: () => Promise<void>;
}

/** A generator whose queues run the steps that are made from its arguments and options. */
export function generatorFor(stepsFor: (args: readonly string[], options: Readonly<Record<string, unknown>>) => Steps) {
  return class FairAi extends Generator {
    override customFeatures = { customInstallTask: true }; // a Python project: there is nothing for npm to install
    #made: Steps | undefined;

    get #steps(): Steps {
      return (this.#made ??= stepsFor(this._args, this.options));
    }

    async prompting(): Promise<void> {
      await this.#steps.ask((prompt) => this.env.adapter.prompt<Record<string, unknown>>([prompt as PromptQuestion<Record<string, unknown>>]));
    }

    async configuring(): Promise<void> {
      await this.#steps.plan();
    }

    async writing(): Promise<void> {
      await this.#steps.write();
    }

    async end(): Promise<void> {
      await this.#steps.report();
    }
  };
}

/** Runs the steps through Yeoman's generator in an environment of our own; whatever Yeoman says goes to stderr. */
export async function runSteps(steps: Steps, namespace: string): Promise<void> {
  const { guarded, failure } = guard(steps);
  const adapter = {
    prompt: async (questions: unknown) => (await import('./prompts.ts')).prompt(questions),
    log: (message = '') => void process.stderr.write(`${message}\n`),
  };
  const env = new Environment(adapter, Generator.queues);
  const about = { namespace, resolved: import.meta.filename, _meta: { getPackageJson: () => ({ name: 'create-fair-ai', version: ownVersion() }) } };
  // The type is that of Yeoman's whole environment; yeoman-generator uses the members that ours has.
  const options = { env, ...about, skipInstall: true, skipCache: true } as unknown as ConstructorParameters<typeof Generator>[1];
  const FairAi = generatorFor(() => guarded);
  await new FairAi([], options).queueTasks();
  await env.run();
  if (failure.length > 0) throw failure[0];
}

/** After a failure no later step runs, and the error reaches the caller without Yeoman's words about it. */
function guard(steps: Steps): { readonly guarded: Steps; readonly failure: readonly unknown[] } {
  const failure: unknown[] = [];
  const attempt = async (step: () => void | Promise<void>): Promise<void> => {
    if (failure.length > 0) return;
    try {
      await step();
    } catch (error) {
      failure.push(error);
    }
  };
  const guarded: Steps = {
    ask: (ask) => attempt(() => steps.ask(ask)),
    plan: () => attempt(() => steps.plan()),
    write: () => attempt(() => steps.write()),
    report: () => attempt(() => steps.report()),
  };
  return { guarded, failure };
}
