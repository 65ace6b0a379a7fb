// The shape of what templates/ offers. `npm run build` compiles every dataset.yml, model.yml, framework.yml and task.yml into
// core/catalogue/table.ts, typed by these interfaces; a new folder is taken up without any other edit.
import type { DatasetRecord } from '../spec/dataset.ts';
import type { Task } from '../spec/spec.ts';

/** What one row of an input is: F numbers, N × F, several N × F, H × W × C, T × F, N × F with edges. */
export type Form = 'table' | 'cloud' | 'clouds' | 'image' | 'sequence' | 'graph';

/** Sections of a configuration file, one level deep: configs/<name>.yaml. */
export interface ConfigSections {
  readonly seeds?: readonly number[];
  readonly fit_on?: readonly string[]; // splits that the model is fitted on: [train] or [train, val]
  readonly model?: Readonly<Record<string, unknown>>;
  readonly train?: Readonly<Record<string, unknown>>;
}

/** What settings may be: JSON Schema of each by its name. It becomes configs/schema.json, by which the project checks its configurations. */
export type Settings = Readonly<Record<string, object>>;

interface PublishedSettings {
  readonly fit_on?: readonly string[];
  readonly model?: Readonly<Record<string, unknown>>;
  readonly train?: Readonly<Record<string, unknown>>;
}

export interface Published {
  readonly model: string; // key or free words
  readonly of?: string; // where these are words for a variant: the model's key
  readonly settings?: PublishedSettings; // of a variant: in what they are not the baseline's
  readonly metric: string; // as in metrics.json: rmse, auc …
  readonly split: string; // train+val, val, test …
  readonly value: number;
  readonly digits: number; // decimals that the source writes: 3 of 1.530
  readonly uncertainty?: number; // one standard deviation, as the source states it
  readonly deterministic?: boolean; // a fit without chance, which gives the same number every time
  readonly unit: string | null;
  readonly source: string; // where it was published
  readonly note?: string; // in what it was obtained differently; it explains, and lets nothing pass
}

/** Weights that others have published, for INIT=reference. */
export interface Reference {
  readonly name: string;
  readonly url: string; // pinned: a commit, a version
  readonly sha256: string;
  readonly size: number; // bytes
  readonly licence: string | null; // SPDX id, or null where none is stated
  readonly source: string; // who published them, and where
  readonly model: Readonly<Record<string, unknown>>; // settings of the section `model` with which they fit
  readonly train?: Readonly<Record<string, unknown>>; // settings of the section `train` that they rest on, such as normalise_inputs
  readonly rename?: Readonly<Record<string, string>>; // name in their file → ours
  readonly note?: string;
}

/** One option of a recipe: the same table checks --option here and `make data` there (references/options.json). */
export interface OptionEntry {
  readonly kind: 'text' | 'sign' | 'integer' | 'number' | 'share' | 'range' | 'switch' | 'choice' | 'column' | 'columns' | 'words';
  readonly words: string; // what it means
  readonly default: OptionValue; // null: decided by make data from the bytes, or not needed
  readonly choices?: readonly string[];
  readonly fixed?: boolean; // the project is made for it
}

export type OptionValue = string | number | boolean | null | readonly (string | number)[];

export interface DatasetEntry {
  readonly key: string;
  readonly title: string;
  readonly summary: string; // completes "… trained on <summary>"
  readonly generic: boolean; // a format, not one dataset
  readonly inputs: readonly Form[]; // forms that the recipe can lay out; of those that a model takes the first is chosen
  readonly tasks: readonly Task[]; // the first is the default; the build adds those that need no target
  readonly formats: readonly string[]; // file extensions read: csv, root
  readonly dois: readonly string[]; // DOIs that mean this dataset, any case
  readonly checksums: readonly string[]; // of listed files that mean this dataset
  readonly files: string | null; // default glob of `make data`
  readonly target: string | null;
  readonly readers?: readonly string[]; // folders of templates/readers/ that several recipes share
  readonly options: Readonly<Record<string, OptionEntry>>; // by name; what a person sets of them stands in data/manifest.json under recipe.options
  readonly default_model: string;
  readonly configs: Readonly<Record<string, { readonly baseline?: ConfigSections; readonly smoke?: ConfigSections }>>; // by model key
  readonly dependencies: readonly string[]; // PEP 508
  readonly features: readonly { readonly name: string; readonly type: string; readonly unit: string | null; readonly description: string; readonly role: 'input' | 'target' | 'group' | 'ignored' }[];
  readonly bibliography: readonly string[]; // BibTeX entries
  readonly published: readonly Published[];
  readonly references?: Readonly<Record<string, readonly Reference[]>>; // by model key
  readonly record: DatasetRecord | null; // snapshot; null for generic ones
  readonly card: string; // Markdown for the data card
}

export interface ModelEntry {
  readonly key: string;
  readonly title: string;
  readonly summary: string; // a noun phrase: "a linear regression"
  readonly inputs: readonly Form[]; // that it takes
  readonly tasks: readonly Task[];
  readonly frameworks: readonly string[]; // folders found under templates/models/<key>/, in model.yml's order
  readonly settings: Settings; // of the section `model`
  readonly baseline: ConfigSections;
  readonly smoke: ConfigSections;
  readonly dependencies: readonly string[];
  readonly bibliography: readonly string[];
  readonly card: string; // Markdown for the model card
}

export interface FrameworkEntry {
  readonly key: string;
  readonly title: string;
  readonly dependencies: readonly string[]; // PEP 508
  readonly conda: readonly string[]; // conda-forge names
  readonly library: string; // library_name of the Hugging Face header
  readonly extras?: Extras;
  readonly networks?: boolean; // trains by the outer loop of templates/networks/
  readonly settings?: Settings; // of the section `train`
  readonly rules?: readonly object[]; // what settings ask of each other: JSON Schema of the whole configuration
  readonly baseline: ConfigSections; // defaults of its training loop
  readonly smoke: ConfigSections;
}

/** templates/networks/: what the frameworks of neural networks share. */
export interface NetworksEntry {
  readonly dependencies: readonly string[]; // PEP 508
  readonly conda: readonly string[];
  readonly extras?: Extras;
  readonly settings: Settings; // below those of the framework
  readonly rules: readonly object[];
  readonly baseline: ConfigSections; // below those of the framework
  readonly smoke: ConfigSections;
}

/** Optional dependencies of a project by the name of their group: pip install '.[name]'. */
export type Extras = Readonly<Record<string, readonly string[]>>;

/** templates/tools/<key>/: a target of its own in every project. */
export interface ToolEntry {
  readonly key: string;
  readonly title: string;
  readonly dependencies: readonly string[]; // PEP 508; make env installs them
  readonly frameworks?: Readonly<Record<string, readonly string[]>>; // further ones, by framework
  readonly extras?: Extras; // what make env leaves out
}

export interface TaskEntry {
  readonly key: Task;
  readonly title: string;
  readonly pipeline: 'tabular-regression' | 'tabular-classification' | 'time-series-forecasting' | 'feature-extraction' | 'other'; // pipeline_tag of the Hugging Face header: one that the Hub knows
  readonly metrics: readonly string[]; // the first is the headline
  readonly unsupervised?: boolean; // needs no target, so that every dataset has it
}

export interface Catalogue {
  readonly datasets: readonly DatasetEntry[];
  readonly models: readonly ModelEntry[];
  readonly frameworks: readonly FrameworkEntry[];
  readonly tasks: readonly TaskEntry[];
  readonly networks: NetworksEntry;
  readonly settings: Settings; // templates/package/settings.yml: of every configuration
  readonly tools: readonly ToolEntry[];
}
