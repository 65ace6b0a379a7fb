// The options of the program that are no questions; help and argv parsing read this table.

export type Command = 'new' | 'update' | 'dataset' | 'list';

export interface Option {
  readonly name: string;
  readonly short?: string;
  readonly value: string | null; // what follows, for the help; null: nothing
  readonly words: string;
  readonly commands: readonly Command[];
}

const all: readonly Command[] = ['new', 'update', 'dataset', 'list'];

export const options: readonly Option[] = [
  { name: 'data', value: null, words: 'look up the datasets again, show what changed, and take it over', commands: ['update'] },
  { name: 'yes', short: 'y', value: null, words: 'no questions: defaults for all that is not given', commands: ['new', 'update'] },
  { name: 'answers', value: 'file', words: 'answers as YAML or JSON; a cookiecutter.json too', commands: ['new'] },
  { name: 'files', value: 'glob', words: "which of the dataset's files are fetched", commands: ['new', 'update', 'dataset'] },
  { name: 'dry-run', value: null, words: 'show what would be made, write nothing', commands: ['new', 'update'] },
  { name: 'force', value: null, words: 'allow a non-empty directory; overwrites nothing', commands: ['new'] },
  { name: 'look-up', value: null, words: "ask ORCID and ROR for the authors' names, affiliations, ROR ids", commands: ['new'] },
  { name: 'offline', value: null, words: 'no network at all', commands: ['new', 'dataset'] },
  { name: 'mirror', value: 'url', words: 'ask <url>/HOST/PATH for https://HOST/PATH; or a folder', commands: ['new', 'update', 'dataset'] },
  { name: 'json', value: null, words: 'the result for machines, alone on stdout', commands: all },
  { name: 'help', short: 'h', value: null, words: 'this page', commands: all },
  { name: 'version', short: 'V', value: null, words: 'the version', commands: all },
];

export const commands: readonly { readonly name: Command; readonly usage: string; readonly words: string }[] = [
  { name: 'new', usage: '[dir] [options]', words: 'make a FAIR AI repository that runs (the default)' },
  { name: 'update', usage: '[dir] --data [options]', words: 'look up the datasets of a project again, take over what changed' },
  { name: 'dataset', usage: '<doi, url, key or path>', words: 'print what a dataset resolves to; writes nothing' },
  { name: 'list', usage: '<kind>', words: 'datasets, models, frameworks, licenses or options [recipe]' },
];

export const kinds = ['datasets', 'models', 'frameworks', 'licenses', 'options'] as const;
export type Kind = (typeof kinds)[number];

/** Commands of later versions: a directory of that name is given as ./name. */
export const later: readonly string[] = ['retrofit', 'check', 'add', 'lesson', 'class'];

/** Options that a command cannot have, with what to do instead. */
export const refusals: Readonly<Partial<Record<Command, Readonly<Record<string, string>>>>> = {
  update: { offline: 'update --data asks the archives: run it where there is a network, or with --mirror.' },
};
