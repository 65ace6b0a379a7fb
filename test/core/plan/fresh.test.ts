import { describe, expect, it } from '@jest/globals';
import { planFresh } from '../../../core/plan/fresh.ts';
import type { FileDraft } from '../../../core/plan/plan.ts';
import type { ProjectSpec } from '../../../core/spec/spec.ts';
import { parseYaml } from '../../../core/yaml.ts';
import { catalogue, everyOption, everyProject, hostile, named, specOf, stranger, templates } from './projects.ts';

const plan = (spec: ProjectSpec) => planFresh(spec, catalogue, templates);
const textOf = (drafts: readonly FileDraft[], path: string): string => {
  const found = drafts.find((draft) => draft.path === path);
  if (found === undefined) throw new Error(`${path} is not planned`);
  return found.text;
};

/** What stands in no file of any project. */
const unrendered = /<%|%>|\[object Object\]|(?<!\w)_package_(?!\w)|XXXX|\bYour |\bTODO\b|\bFIXME\b/;

function faults({ path, text }: FileDraft): readonly string[] {
  const words = text.replaceAll('<%= it.title %>', '').replaceAll('\\<%= it.title %\\>', ''); // a user's own words
  const found = unrendered.exec(words);
  const problems = [
    text.trim() === '' && 'empty',
    !text.endsWith('\n') && 'no line end',
    text.endsWith('\n\n') && 'ends with an empty line',
    /\bundefined\b/.test(words) && !path.endsWith('.py') && 'has undefined',
    found && path !== 'LICENSE' && !path.startsWith('LICENSES/') && `has ${found[0]}`,
    /[ \t]$/m.test(text) && !/\.(cff|json|jsonld|ya?ml|bib)$/.test(path) && `blanks end a line: ${/.*[ \t]$/m.exec(text)?.[0]}`,
  ];
  try {
    if (/\.(json|jsonld|ipynb)$/.test(path)) JSON.parse(text);
    if (/\.(ya?ml|cff)$/.test(path)) parseYaml(text);
  } catch (error) {
    problems.push(`does not parse: ${String(error)}`);
  }
  return problems.flatMap((problem) => (problem ? [`${path}: ${problem}`] : []));
}

describe('planFresh', () => {
  const specs = [...everyProject(), ...everyOption()];

  it(`makes ${specs.length} of ${specs.length} projects without a fault`, () => {
    for (const spec of specs) expect([named(spec), plan(spec).drafts.flatMap(faults)]).toEqual([named(spec), []]);
  });

  it('a data card that lists the options which the recipe takes', () => {
    const one = new Map(everyProject().map((spec) => [spec.recipe, spec])); // of each recipe
    expect(one.size).toBe(catalogue.datasets.length);
    for (const spec of one.values()) {
      const card = textOf(plan(spec).drafts, 'data/README.md');
      const { options = {} } = catalogue.datasets.find(({ key }) => key === spec.recipe) ?? {};
      expect([...card.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)).toEqual(expect.arrayContaining(Object.keys(options).filter((name) => options[name]?.fixed !== true)));
    }
  });

  it('a Makefile that names only modules that are there', () => {
    for (const spec of everyProject()) {
      const { drafts } = plan(spec);
      const listed = /^RECIPE := \$\(addprefix \$\(CODE\)\/,(.*)\)$/m.exec(textOf(drafts, 'Makefile'))?.[1]?.split(' ') ?? [];
      const there = new Set(drafts.map(({ path }) => path));
      expect([named(spec), listed.filter((module) => !there.has(`src/${spec.package}/${module}`))]).toEqual([named(spec), []]);
      expect(listed).toContain('recipe.py');
    }
  });

  it('survives hostile words of a user and of an archive', () => {
    const spec = specOf({ ...hostile, datasets: [stranger, { ...stranger, status: 'unresolved', files: [], title: '' }], recipe: 'table', target: null });
    const { drafts, notes } = plan(spec);
    expect(drafts.flatMap(faults)).toEqual([]);
    const readme = textOf(drafts, 'README.md');
    expect(readme.split('\n')[0]).toBe(`# O'Neil & "Söhne": \\$(id) \\<b\\> \\#1`);
    expect(readme.match(/^<!-- results:start -->$/gm)).toHaveLength(1);
    expect(readme.split('<!-- results:start -->')).toHaveLength(2);
    expect(readme).toContain('make data OPTION=target=NAME');
    expect(textOf(drafts, 'data/README.md')).toContain('The other 3 files stand in `data/manifest.json`.');
    expect(notes.join('\n')).toMatch(/pickle[\s\S]*tape[\s\S]*newer version[\s\S]*not looked up[\s\S]*--target/);
  });

  it('begins the model card with its header, and has the markers of card once in each card', () => {
    const { drafts } = plan(specOf());
    const card = textOf(drafts, 'models/README.md');
    expect(card.startsWith('---\n')).toBe(true);
    for (const path of ['README.md', 'models/README.md'])
      for (const marker of ['<!-- results:start -->', '<!-- results:end -->']) expect(textOf(drafts, path).split(`\n${marker}\n`)).toHaveLength(2);
  });

  it('names make targets and files that are there, in README, cards and workflows', () => {
    for (const spec of [specOf(), specOf({ ci: 'gitlab' })]) {
      const { drafts } = plan(spec);
      const targets = new Set([...textOf(drafts, 'Makefile').matchAll(/^([a-z][\w-]*(?: [a-z][\w-]*)*):/gm)].flatMap(([, names = '']) => names.split(' ')));
      for (const { path, text } of drafts.filter(({ path }) => /\.(md|yml)$/.test(path)))
        for (const [, words = ''] of text.matchAll(/(?:`|^|run: |- )make ((?:[a-z][\w-]* ?)+)/gm))
          for (const target of words.trim().split(/ +/)) expect([path, target, targets.has(target)]).toEqual([path, target, true]);
    }
  });

  it('links to files of the plan only', () => {
    const { drafts } = plan(specOf());
    const paths = new Set(drafts.map(({ path }) => path));
    for (const { path, text } of drafts.filter(({ path }) => path.endsWith('.md')))
      for (const [, target = ''] of text.matchAll(/\]\((?!https?:|<|#)([^)]+)\)/g)) {
        const there = new URL(target, `file:///${path}`).pathname.slice(1);
        expect([path, there, paths.has(there)]).toEqual([path, there, true]);
        expect(path).not.toMatch(/^(data|models)\/README/); // docs/ includes these from another folder
      }
  });

  it('gives a notebook stable cell ids, no outputs, and the package', () => {
    const notebook = JSON.parse(textOf(plan(specOf()).drafts, 'notebooks/1.0-jom-explore-data.ipynb'));
    expect(notebook.nbformat).toBe(4);
    expect(notebook.cells[0]).toMatchObject({ cell_type: 'markdown', id: '1-0-explore-data-1' });
    expect(notebook.cells[1]).toMatchObject({ cell_type: 'code', execution_count: null, outputs: [] });
    expect(notebook.cells[1].source.join('')).toContain('from my_jets import paths');
    expect(new Set(notebook.cells.map((cell: { id: string }) => cell.id)).size).toBe(notebook.cells.length);
  });

  it('puts the package in as a word of its own', () => {
    const { drafts } = planFresh(specOf(), catalogue, new Map([...templates, ['package/src/_package_/x.py', 'from _package_.a import b\n\nprint(__package__, my_package_x)\n']]));
    expect(textOf(drafts, 'src/my_jets/x.py')).toBe('from my_jets.a import b\n\nprint(__package__, my_package_x)\n');
  });

  it('wraps an import that a long package name makes too long', () => {
    const name = `a${'_long'.repeat(20)}_name`;
    const { drafts } = plan(specOf({ package: name }));
    for (const { path, text } of drafts.filter(({ path }) => path.endsWith('.py')))
      for (const line of text.split('\n')) if (/^\s*from \S+ import [^(]+$/.test(line)) expect([path, line.length <= 120]).toEqual([path, true]);
  });

  it('leaves out what was not wanted', () => {
    const { drafts } = plan(specOf({ ci: 'none', docker: false, conda: false, docs: false, notebooks: false }));
    const paths = drafts.map(({ path }) => path).filter((path) => /^(docs|notebooks|\.github|Dockerfile|\.dockerignore|environment\.yml|\.gitlab)/.test(path));
    expect(paths).toEqual([]);
    expect(textOf(drafts, 'README.md')).not.toMatch(/make docs|notebooks\//);
  });

  it('says what a person should know', () => {
    const spec = specOf({ authors: [{ kind: 'entity', name: 'The My jets contributors', email: null }] });
    expect(plan(spec).notes[0]).toMatch(/^No author is known.*--author/);
    expect(plan(specOf({ datasets: [{ ...stranger, notes: [] }] })).notes).toHaveLength(2);
  });

  it('refuses a path that two layers claim, and a key that the catalogue lacks', () => {
    const twice = new Map([...templates, ['conda/README.md', 'x\n']]);
    expect(() => planFresh(specOf(), catalogue, twice)).toThrow(/claim README\.md/);
    expect(() => plan(specOf({ model: 'nosuch' }))).toThrow(/nosuch/);
  });
});
