#!/usr/bin/env node
// argv → command → exit code: the only file that ends the process. What a command needs is loaded only when it runs.
import { NetworkError, UserError } from '../core/errors.ts';
import { help } from '../core/report/help.ts';
import { visible } from '../core/words.ts';
import { parseArgv, type Invocation } from './_shell/args.ts';
import { ownTracker, ownVersion, readNpmrc, reasonOf } from './_shell/disk.ts';
import { rescue } from './_shell/npm.ts';
import { painter } from './_shell/terminal.ts';

const argv = process.argv.slice(2);
// Ctrl-C and a closed terminal: what is being written is taken back by the writer's exit handler.
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const) process.once(signal, () => process.exit(code));
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.stderr.write(`The result cannot be written: ${reasonOf(error) ?? error.message}.\nMake room, or send it elsewhere; what was made before is there.\n`);
  process.exit(error.code === 'EPIPE' ? process.exitCode ?? 0 : 2); // EPIPE: `… | head`
});
process.stderr.on('error', () => {}); // nobody can be told

try {
  process.exitCode = await main(parseArgv(rescue(argv, process.env, readNpmrc)));
} catch (error) {
  process.exitCode = fail(error);
}

async function main(invocation: Invocation): Promise<number> {
  const { command, options } = invocation;
  const paint = painter(process.stdout, process.env);
  // In pieces: a record may list 100 000 files, and each write copies what it is given.
  const print = (text: string): void => (text.match(/[^]{0,65535}\n|[^]+$/g) ?? []).forEach(piece => process.stdout.write(piece));
  if (options.version) print(options.json ? `${JSON.stringify({ version: ownVersion() })}\n` : `${ownVersion()}\n`);
  else if (options.help) print(help(command));
  else return await (await import('./commands.ts')).carryOut(invocation, print, paint);
  return 0;
}

function tracker(): string {
  const url = ownTracker();
  return url === null ? '' : `: ${url}`;
}

/** Two lines for what a person can mend; everything for what only we can. */
function fail(error: unknown): number {
  if (error instanceof Error && /^(ExitPrompt|AbortPrompt)Error$/.test(error.name)) return 130; // Ctrl-C in a question: silence
  const known = error instanceof UserError || error instanceof NetworkError;
  const exitCode = error instanceof UserError ? 2 : known ? 3 : 70;
  const message = error instanceof Error ? error.message : String(error);
  const remedy = known ? error.remedy : `This is a bug. Please report it with the lines above${tracker()}.`;
  if (!known) process.stderr.write(`${error instanceof Error ? (error.stack ?? message) : message}\ncreate-fair-ai ${ownVersion()}, Node ${process.version}, ${process.platform} ${process.arch}: ${argv.map((word) => JSON.stringify(word)).join(' ')}\n`);
  const paint = painter(process.stderr, process.env);
  process.stderr.write(`${known ? `${paint('red', visible(message))}\n` : ''}${visible(remedy)}\n`);
  if (argv.includes('--json')) process.stdout.write(`${JSON.stringify({ error: { message, remedy, exitCode } }, null, 2)}\n`);
  return exitCode;
}
