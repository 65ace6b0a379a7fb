// Flags that npm kept for itself (`npm init fair-ai x --dry-run`, without the --): honoured where that is safe, else refused with the corrected command.
import { UserError } from '../../core/errors.ts';
import { quote } from '../../core/report/quote.ts';
import { commands, refusals } from '../../core/spec/options.ts';
import { flags } from './args.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const honoured: readonly string[] = ['yes', 'dry-run', 'json', 'offline'];

/** argv with what npm kept given back. `npmrc` gives the texts of npm's settings files: what stands there is a setting of npm's, and no flag was swallowed. */
export function rescue(argv: readonly string[], env: Environment, npmrc: (env: Environment) => readonly string[]): readonly string[] {
  const startedByNpm = env['npm_command'] === 'init' || env['npm_command'] === 'exec' || env['npm_lifecycle_event'] === 'npx';
  const kept = startedByNpm ? swallowed(env, argv) : [];
  if (kept.length === 0) return argv;
  const settings = npmrc(env).flatMap((text) => [...text.matchAll(/^[ \t]*([\w-]+)[ \t]*(?:=[ \t]*(.*?)[ \t]*)?$/gm)].map(([, key = '', value = 'true']) => `${key.replaceAll('_', '-')}=${value}`));
  // Who tells npm to ask nothing is not asked by us either, wherever it is said.
  const lost = kept.filter(({ key }) => key === 'yes' || !settings.includes(`${key}=${valueIn(env, key)}`));
  const refused = lost.filter(({ name }) => !honoured.includes(name));
  if (refused.length > 0) throw refusal(refused, argv);
  const command = commands.find(({ name }) => name === argv.find((word) => !word.startsWith('-')))?.name ?? 'new';
  return [...argv, ...lost.filter(({ name }) => flags.get(name)?.commands.includes(command) || name in (refusals[command] ?? {})).map(({ name }) => `--${name}`)];
}

const valueIn = (env: Environment, key: string): string | undefined => env[`npm_config_${key.replaceAll('-', '_')}`];

interface Kept {
  readonly name: string; // our flag
  readonly key: string; // npm's setting
  readonly value: string | null; // null: npm made the flag a switch, and its value a stray word
}

function swallowed(env: Environment, argv: readonly string[]): readonly Kept[] {
  const explicit = new Set(argv.filter((word) => word.startsWith('--')).map((word) => word.slice(2).split('=')[0]));
  const found: Kept[] = [];
  for (const { name, value: takesValue } of flags.values()) {
    const positive = name.replace(/^no-/, '');
    const key = name === 'ci' ? 'cidr' : positive; // npm reads --ci as short for --cidr
    const value = valueIn(env, key);
    if (value === undefined || explicit.has(name) || ['help', 'version'].includes(name)) continue;
    if (name.startsWith('no-')) {
      if (value === '' || value === 'false') found.push({ name, key, value: null });
    } else if (takesValue) {
      if (isOurs(name, value)) found.push({ name, key, value: value.split('\n\n').every((one) => one === 'true') ? null : value });
    } else if (value === 'true' && !flags.has(`no-${name}`)) found.push({ name, key, value: null });
  }
  return found;
}

/** Words that npm and its helpers use for purposes of their own. */
function isOurs(name: string, value: string): boolean {
  if (value === '') return false;
  if (name === 'package') return !/\.tgz$|[/@]|^create-fair-ai/.test(value); // npm exec --package=…
  if (name === 'target') return !/^v?\d+(\.\d+)*$/.test(value); // node-gyp's target version
  if (name === 'ci') return ['true', 'github', 'gitlab', 'none'].includes(value);
  return name !== 'description' || value !== 'true';
}

function refusal(kept: readonly Kept[], argv: readonly string[]): UserError {
  const strays = argv.filter((word) => !word.startsWith('-'));
  const [only] = kept;
  const valued = kept.filter(({ name, value }) => value === null && flags.get(name)?.value);
  // With one value astray it is the last word; with more, their order is lost.
  const pairs = valued.length === 1 && strays.length > 0 ? strays.slice(-1) : [];
  const rest = argv.filter((word) => word !== '--' && !pairs.includes(word));
  const words = kept.flatMap(({ name, value }) => {
    if (!flags.get(name)?.value) return [`--${name}`];
    if (value !== null) return value.split('\n\n').flatMap((one) => [`--${name}`, quote(one)]);
    return [`--${name}`, pairs[0] === undefined ? '<value>' : quote(pairs[0])];
  });
  const loose = valued.length > 1 ? rest.slice(0, 1) : rest;
  const names = kept.map(({ name }) => `--${name}`).join(', ');
  return new UserError(`npm kept ${names} for itself${only && kept.length === 1 && only.value === null && pairs[0] ? ` and passed '${pairs[0]}' on alone` : ''}.`, `Put a -- before the options: ${['npm init fair-ai --', ...loose.map(quote), ...words].join(' ')}`);
}
