// What cookiecutter4fair was told, in its cookiecutter.json or a .cookiecutterrc, as Answers; untouched prompts count as not answered.
import { isMapping } from './mapping.ts';
import type { Answers } from './spec.ts';

type Mapping = Readonly<Record<string, unknown>>;

const keys: readonly string[] = ['project_name', 'repo_name', 'author_name', 'open_source_license', 'data_doi', 'code_doi', 'provide_dockerfile'];

/** The prompts as they come; whatever holds one of these was never answered. */
const untouched: readonly RegExp[] = [/^project_name$/, /^Your\b/, /XXXX/, /^A short description of the project\.?$/, /\{\{[^{}]*\}\}/, /^\s*$/];

const licences: Readonly<Record<string, string>> = { 'Apache-2': 'Apache-2.0', GPLv3: 'GPL-3.0-or-later' };

const context = (value: Mapping): Mapping => {
  const inner = value['default_context'];
  return isMapping(inner) ? inner : value;
};

export const isCookiecutter = (value: Mapping): boolean => 'default_context' in value || 'cookiecutters_dir' in value || keys.some((key) => key in value);

/** Keys of other cookiecutters (email, github_username …) are passed over. */
export function fromCookiecutter(value: Mapping): Answers {
  const given = context(value);
  const text = (key: string): string | undefined => {
    const one = given[key]; // a list is a choice that nobody made
    if (typeof one !== 'string' && typeof one !== 'number') return undefined;
    const words = String(one);
    return untouched.some((prompt) => prompt.test(words)) ? undefined : words;
  };
  const optional = <K extends keyof Answers>(key: K, one: Answers[K] | undefined) => (one === undefined ? {} : { [key]: one });
  const list = (one: string | undefined): readonly string[] | undefined => (one === undefined ? undefined : [one]);
  const licence = text('open_source_license');
  const docker = text('provide_dockerfile');
  const author = text('author_name');
  return {
    ...optional('title', text('project_name')),
    ...optional('directory', text('repo_name')),
    ...optional('description', text('description')),
    ...optional('authors', list(author)),
    ...(author !== undefined && optional('orcids', list(text('orcid')))),
    ...optional('license', licence === undefined ? undefined : (licences[licence] ?? licence)),
    ...optional('datasets', list(text('data_doi'))),
    ...optional('codeDoi', text('code_doi')),
    ...optional('docker', docker === undefined ? undefined : docker === 'yes'), // its hook deletes the Dockerfile unless exactly "yes"
  };
}
