// An Invocation carried out: all that is loaded only when there is more to do than to print a version or a help text.
import type { Paint } from '../core/report/text.ts';
import { newProject } from './app/index.ts';
import { dataset } from './dataset/index.ts';
import { list } from './list/index.ts';
import { updateProject } from './update/index.ts';
import type { Invocation } from './_shell/args.ts';
import { runSteps } from './_shell/base.ts';
import { isPersonThere } from './_shell/terminal.ts';

/** The exit code of a command; what it fails of is thrown. */
export async function carryOut(invocation: Invocation, print: (text: string) => void, paint: Paint): Promise<number> {
  if (invocation.command === 'new' || invocation.command === 'update') return await inSteps(invocation, print, paint);
  print(invocation.command === 'list' ? list(invocation, paint) : await dataset(invocation, paint));
  return 0;
}

async function inSteps(invocation: Invocation, print: (text: string) => void, paint: Paint): Promise<number> {
  let exitCode = 0;
  const world = { cwd: process.cwd(), now: new Date(), person: isPersonThere(), say: (line: string) => void process.stderr.write(`${line}\n`) };
  const finish = (code: number): void => void (exitCode = code);
  const steps = invocation.command === 'update' ? updateProject : newProject;
  await runSteps(steps(invocation, world, { print, paint, finish }), `fair-ai:${invocation.command === 'update' ? 'update' : 'app'}`);
  return exitCode;
}
