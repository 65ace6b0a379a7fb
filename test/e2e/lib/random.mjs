// Random answers from a seed: every field at times sensible, at times hostile. Same seed, same answers.

/** xorshift32: uniform whole numbers below `end`. */
function below(seed) {
  let state = seed | 0 || 1;
  return (end) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % end;
  };
}

/** Uniform numbers in [0, 1) from a seed. */
export function generator(seed) {
  const upTo = below(seed);
  return () => upTo(2 ** 30) / 2 ** 30;
}

/** What breaks quoting, templates, shells, YAML, TOML, Markdown, XML, Python, file names, terminals. */
const HOSTILE = [
  '"', '\'', '\\', '`id`', '$(id)', '$HOME', '${{ github.token }}', '<%= 1 %>', '{{ x }}', '{% raw %}', '%s %(x)s', '#', ': ', ' #', '- ', '---', '...', '|', '>', '&a', '*a', '!x', '@', '~',
  'null', 'yes', '0x1F', '1e3', '=1+1', '"""', '\'\'\'', '\\N{DASH}', '\\u0022', '\\', ']]>', '-->', '</script>', '<b>', '<!-- results:start -->', '# results:start', '```', '[x](y)', '\u2028', '\u202e', '\ufeff',
  '\u0007', '\u001b[31m', '\t', '\n', '\r\n', '日本語', 'Ünïcode', '🎉', 'é', 'İ', '/', '..', '../x', 'C:\\x', 'con', '-rf', '--yes', ';', '&&', 'import os', '_package_', 'None', ',', '%', '{', '}', 'x'.repeat(300),
];
const WORDS = ['jets', 'muons', 'of', 'the', 'detector', 'Search', 'for', 'a', 'new', 'Higgs', 'O\'Neil', 'Söhne', '&', 'calibration', '2024', 'v1.0'];

/** One set of answers, with the keys of an answers file; what is not answered is left out. */
export function answers(seed) {
  const upTo = below(Math.imul(seed + 1, 0x9e3779b1));
  for (let warm = 0; warm < 8; warm += 1) upTo(2);
  const chance = (percent) => upTo(100) < percent;
  const one = (list) => list[upTo(list.length)];
  const several = (make, most) => Array.from({ length: upTo(most + 1) }, make);
  const joined = () => Array.from({ length: 1 + upTo(6) }, () => (chance(35) ? one(HOSTILE) : one(WORDS))).join(one([' ', ' ', ' ', '']));
  const either = (good, percent = 6) => (chance(percent) ? joined() : one(good));
  const author = () => either(['Emmy Noether', 'Noether, Emmy', 'Emmy Noether <emmy@example.org>', 'The CMS Collaboration', 'O\'Neil-Müller, Jürgen', 'de la Cruz, María <m@example.org>'], 25);
  const authors = several(author, 3);
  const orcid = () => either(['0000-0002-1825-0097', 'https://orcid.org/0000-0001-5109-3700', null], 4);
  const fields = {
    title: [85, joined], description: [60, joined], package: [30, () => either(['jets', 'my_jets', 'x1'], 20)],
    license: [50, () => either(['MIT', 'Apache-2.0', 'BSD-3-Clause', 'GPL-3.0-or-later', 'CC0-1.0', 'mit'], 8)],
    datasets: [90, () => [either(['cdms', 'zmumu', 'cdms', './table.csv', './table.csv', '10.5072/zenodo.1000001', 'https://doi.org/10.5281/zenodo.3981290'], 8), ...(chance(15) ? ['zmumu'] : [])]],
    recipe: [15, () => either(['table', 'root', 'cdms'], 20)], target: [20, () => either(['y', 'energy', 'a "b"'], 50)],
    task: [10, () => either(['regression', 'classification'])], model: [30, () => either(['linear', 'ridge', 'lasso', 'pca', 'mlp', 'trees'])],
    framework: [12, () => either(['scikit-learn', 'pytorch'])], ci: [40, () => either(['github', 'gitlab', 'none'])],
    repository: [30, () => either(['https://github.com/o-neil/jets', 'git@gitlab.com:a/b.git', 'https://example.org/~x/y'], 15)],
    codeDoi: [20, () => either(['10.5281/zenodo.1234567', 'https://doi.org/10.5072/x(1)y', 'doi:10.5072/a;b'], 15)],
    files: [10, () => either(['*.csv', '*', '**/*.root'], 40)],
    docker: [20, () => false], conda: [20, () => false], notebooks: [20, () => false], docs: [20, () => chance(50)],
  };
  const given = Object.entries(fields).flatMap(([key, [percent, make]]) => (chance(percent) ? [[key, make()]] : []));
  const people = authors.length > 0 && chance(70) ? { authors, ...(chance(30) ? { orcids: authors.map(orcid) } : {}), ...(chance(30) ? { affiliations: authors.map(() => (chance(20) ? null : joined())) } : {}) } : {};
  return { ...Object.fromEntries(given), ...people };
}

/** The same answers as words of a command line. */
export function flags(given) {
  const parts = { docker: '--no-docker', conda: '--no-conda', notebooks: '--no-notebooks', docs: '--no-docs' };
  const names = { codeDoi: 'code-doi', datasets: 'dataset' };
  const people = (given.authors ?? []).flatMap((name, at) => [
    `--author=${name}`, ...(given.orcids?.[at] ? [`--orcid=${given.orcids[at]}`] : []), ...(given.affiliations?.[at] ? [`--affiliation=${given.affiliations[at]}`] : [])]);
  const rest = Object.entries(given).filter(([key]) => !['authors', 'orcids', 'affiliations'].includes(key))
    .flatMap(([key, value]) => (parts[key] ? (value ? [] : [parts[key]]) : [value].flat().map((one) => `--${names[key] ?? key}=${one}`)));
  return [...rest, ...people];
}
