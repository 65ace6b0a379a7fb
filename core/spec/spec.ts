// What a project is, once every question is answered: the one value from which every file is made.
import type { DatasetRecord } from './dataset.ts';
import type { Options } from './recipe-options.ts';

export interface Person {
  readonly kind: 'person';
  readonly given: string;
  readonly family: string;
  readonly email: string | null;
  readonly orcid: string | null; // bare, check digit verified
  readonly affiliation: string | null;
  readonly ror?: string; // the affiliation's address at ror.org, where it was looked up
}

export interface Entity {
  readonly kind: 'entity'; // a collaboration, or "The <title> contributors"
  readonly name: string;
  readonly email: string | null;
}

export type Author = Person | Entity;
export type Task = 'regression' | 'classification' | 'forecast' | 'density';
export type Ci = 'github' | 'gitlab' | 'none';

/** Answers: flat, exactly what was typed or read from a file; the same keys stand in .fair-ai.yml. */
export interface Answers {
  readonly title?: string;
  readonly directory?: string;
  readonly package?: string;
  readonly description?: string;
  readonly authors?: readonly string[]; // "Given Family <mail>", "Family, Given", or a collaboration
  readonly orcids?: readonly (string | null)[]; // by author
  readonly affiliations?: readonly (string | null)[]; // by author
  readonly rors?: readonly (string | null)[]; // by author: of the affiliation; found by --look-up
  readonly license?: string;
  readonly datasets?: readonly string[];
  readonly files?: string; // glob
  readonly recipe?: string;
  readonly target?: string;
  readonly group?: string; // columns, as flags name them
  readonly drop?: readonly string[];
  readonly weight?: string;
  readonly options?: readonly string[]; // further options of the recipe: key=value
  readonly task?: string;
  readonly model?: string;
  readonly framework?: string;
  readonly codeDoi?: string;
  readonly repository?: string;
  readonly docker?: boolean;
  readonly ci?: string;
  readonly conda?: boolean;
  readonly notebooks?: boolean;
  readonly docs?: boolean;
  readonly git?: boolean;
}

export interface ProjectSpec {
  readonly title: string;
  readonly slug: string; // directory and distribution name: [a-z0-9-]
  readonly package: string; // Python identifier
  readonly description: string;
  readonly authors: readonly Author[]; // never empty
  readonly initials: string; // of the first author, lower case, for notebook names
  readonly licence: string; // SPDX id of the code
  readonly datasets: readonly DatasetRecord[]; // never empty; the first is trained on
  readonly recipe: string; // key of templates/datasets/<key>
  readonly target: string | null;
  readonly options: Options; // of the recipe, the target among them: what a person has set
  readonly task: Task;
  readonly model: string; // key of templates/models/<key>
  readonly framework: string; // key of templates/frameworks/<key>
  readonly codeDoi: string | null;
  readonly repository: string | null; // https URL
  readonly docker: boolean;
  readonly ci: Ci;
  readonly conda: boolean;
  readonly notebooks: boolean;
  readonly docs: boolean;
  readonly git: boolean;
  readonly today: string; // YYYY-MM-DD, passed in
  readonly tool: { readonly name: string; readonly version: string };
  readonly answers: Answers; // as given, for .fair-ai.yml
}
