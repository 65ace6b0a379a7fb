import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../../core/errors.ts';
import { parseAnswers } from '../../../core/spec/answers.ts';

describe('an answers file', () => {
  it.each([
    ['YAML', 'title: My jets\ndatasets: [cdms]\ndocker: false\n', { title: 'My jets', datasets: ['cdms'], docker: false }],
    ['JSON', '{"title": "My jets", "authors": "Ada Lovelace"}', { title: 'My jets', authors: ['Ada Lovelace'] }],
    ['flag names', 'code-doi: 10.5281/zenodo.1\ndataset: cdms\nauthor: [A B, C D]\n', { codeDoi: '10.5281/zenodo.1', datasets: ['cdms'], authors: ['A B', 'C D'] }],
    ['a .fair-ai.yml', 'format: fair-ai/project@1\nanswers:\n  title: 2026\n  orcids: [null]\nfiles: {}\n', { title: '2026', orcids: [null] }],
    ['null as not answered', 'title: null\nci: none\n', { ci: 'none' }],
  ])('%s', (_, text, answers) => expect(parseAnswers(text, 'a.yml')).toEqual(answers));

  it.each([
    ['title: [', /neither YAML nor JSON/],
    ['just words', /holds no answers/],
    ['titel: x', /did you mean title/],
    ['no-docker: true', /there is no answer 'no-docker'/],
    ['docker: maybe', /true or false/],
    ['title: {a: b}', /must be a text/],
  ])('refuses %j', (text, message) => {
    expect(() => parseAnswers(text, 'a.yml')).toThrow(UserError);
    expect(() => parseAnswers(text, 'a.yml')).toThrow(message);
  });
});

describe('what cookiecutter4fair was told', () => {
  const untouched = {
    project_name: 'project_name', repo_name: "{{ cookiecutter.project_name.lower().replace(' ', '_') }}", author_name: 'Your name (or your organization/company/team)', orcid: 'Your ORCID',
    description: 'A short description of the project.', open_source_license: ['MIT', 'BSD-3-Clause', 'Apache-2', 'GPLv3', 'No license file'], data_doi: '10.XXXX/XXXX', code_doi: '10.XXXX/XXXX', provide_dockerfile: 'yes',
  }; // prettier-ignore
  it('counts untouched prompts as not answered', () => expect(parseAnswers(JSON.stringify(untouched), 'cookiecutter.json')).toEqual({ docker: true }));

  it('maps every key', () => {
    const told = { ...untouched, project_name: 'Jets', repo_name: 'jets', author_name: 'Ada Lovelace', orcid: '0000-0002-1825-0097', description: "It's", open_source_license: 'GPLv3', data_doi: '10.5281/zenodo.1', code_doi: '10.5281/zenodo.2', provide_dockerfile: 'no' };
    expect(parseAnswers(JSON.stringify(told), 'cookiecutter.json')).toEqual({
      title: 'Jets', directory: 'jets', authors: ['Ada Lovelace'], orcids: ['0000-0002-1825-0097'], description: "It's", license: 'GPL-3.0-or-later', datasets: ['10.5281/zenodo.1'], codeDoi: '10.5281/zenodo.2', docker: false,
    }); // prettier-ignore
  });

  it('reads a .cookiecutterrc, and passes over keys of other cookiecutters', () =>
    expect(parseAnswers('default_context:\n  author_name: Ada Lovelace\n  email: a@b.org\n  open_source_license: Apache-2\n', '.cookiecutterrc')).toEqual({ authors: ['Ada Lovelace'], license: 'Apache-2.0' }));

  it('leaves "No license file" standing, for resolve to refuse', () => expect(parseAnswers('open_source_license: No license file\n', 'x')).toEqual({ license: 'No license file' }));
});
