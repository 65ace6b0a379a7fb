import { describe, expect, it } from '@jest/globals';
import { insideLayer, layerFolders, layersOf, ownerOf } from '../../../core/plan/layers.ts';
import { catalogue, everyOption, everyProject, named, specOf, templates } from './projects.ts';

const layer = (folder: string) => ({ folder, owner: 'seeded' as const, why: '' });

describe('layersOf', () => {
  it('joins what was chosen and nothing else', () => {
    const tools = catalogue.tools.map(({ key }) => `tools/${key}`);
    const spec = specOf({ ci: 'gitlab', docker: false, conda: false, docs: false });
    expect(layerFolders(spec, catalogue)).toEqual(['base', 'package', 'tasks/regression', 'frameworks/scikit-learn', ...tools, 'datasets/cdms', 'models/linear', 'models/linear/scikit-learn', 'ci/gitlab', 'notebooks']);
  });

  it('joins what networks share where the framework trains networks, and only there', () => {
    for (const { key, networks } of catalogue.frameworks) {
      const model = catalogue.models.find(({ frameworks }) => frameworks.includes(key));
      if (model) expect([key, layerFolders(specOf({ framework: key, model: model.key }), catalogue).includes('networks')]).toEqual([key, networks === true]);
    }
  });

  it('names folders that exist', () => {
    for (const spec of [...everyProject(), ...everyOption()])
      for (const folder of layerFolders(spec, catalogue).filter((one) => one !== `models/${spec.model}`)) expect([folder, [...templates.keys()].some((path) => path.startsWith(`${folder}/`))]).toEqual([folder, true]);
  });

  it('never lets two layers claim a path', () => {
    for (const spec of [...everyProject(), ...everyOption()]) {
      const claimed = layersOf(spec, catalogue).flatMap((one) => [...templates.keys()].flatMap((path) => insideLayer(one, path) ?? []).map((path) => path.replace(/\.ejs$/, '')));
      expect([named(spec), claimed.filter((path, place) => claimed.indexOf(path) !== place)]).toEqual([named(spec), []]);
    }
  });
});

describe('insideLayer', () => {
  it.each([
    ['datasets/cdms', 'datasets/cdms/dataset.yml', null],
    ['datasets/cdms', 'datasets/cdms/card.md', null],
    ['datasets/cdms', 'datasets/cdms/src/_package_/recipe.py', 'src/_package_/recipe.py'],
    ['datasets/cdms', 'datasets/cdms2/src/_package_/recipe.py', null],
    ['models/mlp', 'models/mlp/tests/test_model.py', 'tests/test_model.py'],
    ['models/mlp', 'models/mlp/pytorch/src/_package_/model.py', null],
    ['models/mlp/pytorch', 'models/mlp/pytorch/src/_package_/model.py', 'src/_package_/model.py'],
    ['models/mlp/pytorch', 'models/mlp/model.yml', null],
    ['networks', 'networks/networks.yml', null],
    ['networks', 'networks/src/_package_/batches.py', 'src/_package_/batches.py'],
    ['tools/sweep', 'tools/sweep/tool.yml', null],
    ['tools/sweep', 'tools/sweep/tests/test_sweep.py', 'tests/test_sweep.py'],
    ['conda', 'conda/environment.yml.ejs', 'environment.yml.ejs'],
    ['ci/gitlab', 'ci/gitlab/.gitlab-ci.yml.ejs', '.gitlab-ci.yml.ejs'],
  ])('%s takes %s as %s', (folder, path, expected) => {
    expect(insideLayer(layer(folder), path)).toBe(expected);
  });
});

describe('ownerOf', () => {
  it.each([
    ['README.md', 'seeded'],
    ['Makefile', 'managed'],
    ['.gitignore', 'shared'],
    ['pyproject.toml', 'shared'],
  ])('%s is %s', (target, owner) => {
    expect(ownerOf(layer('base'), target)).toBe(owner);
  });
});
