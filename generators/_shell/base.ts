// The one Yeoman subclass: prompting = ask, configuring = resolve and plan, writing = apply, end = report.
import { QueuedAdapter, TerminalAdapter } from '@yeoman/adapter';
import type { InputOutputAdapter, PromptQuestion } from '@yeoman/types';
import { createEnv } from 'yeoman-environment';
import Generator from 'yeoman-generator';
import { promptModule, type Ask } from './ask.ts';

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

/** Runs the steps through Yeoman, without any lookup of other generators; whatever Yeoman says goes to stderr. */
export async function runSteps(steps: Steps, namespace: string): Promise<void> {
  const terminal = new TerminalAdapter({ stdout: process.stderr, stderr: process.stderr, promptModule: promptModule() });
  const env = createEnv({ adapter: new QueuedAdapter({ adapter: terminal }) as InputOutputAdapter });
  const { guarded, failure } = guard(steps);
  env.register(generatorFor(() => guarded), { namespace, resolved: import.meta.url });
  await env.run(namespace, { skipInstall: true });
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
