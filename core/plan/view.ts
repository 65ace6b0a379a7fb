// The one object `it` that templates print: every name computed, every list already formatted, so that a template decides nothing.
import type { DatasetRecord } from '../spec/dataset.ts';
import type { Author, ProjectSpec } from '../spec/spec.ts';
import { columnTable, details, facts, fileTable, licence, optionTable, publishedTable, title } from './facts.ts';
import { md, oneLine, q } from './quoting.ts';
import type { Parts } from './records/work.ts';
import { doiUrl, fullName } from './records/work.ts';
import type { Fields } from './render.ts';

/** Headings of a card that is set into another text: its highest one becomes `level`. */
export function atLevel(card: string, level: number): string {
  const depths = [...card.matchAll(/^(#{1,6}) /gm)].map(([, marks = '']) => marks.length);
  const shift = level - Math.min(...depths);
  return depths.length === 0 ? card.trim() : card.trim().replace(/^(#{1,6}) /gm, (_, marks: string) => `${'#'.repeat(Math.min(marks.length + shift, 6))} `);
}

const sentence = (words: string): string => (/[.!?]$/.test(words) ? words : `${words}.`);

function tomlAuthor(author: Author): string {
  const name = `name = ${q(oneLine(fullName(author)))}`;
  return `    { ${author.email === null ? name : `${name}, email = ${q(author.email)}`} },`;
}

function cardAuthor(author: Author): string {
  const orcid = author.kind === 'person' ? author.orcid : null;
  return orcid === null ? md(fullName(author)) : `[${md(fullName(author))}](https://orcid.org/${orcid})`;
}

function badges(spec: ProjectSpec): string {
  const github = spec.repository !== null && /^https:\/\/github\.com\//.test(spec.repository);
  const workflow = `${spec.repository}/actions/workflows/ci.yml`;
  const ci = github && spec.ci === 'github' ? [`[![ci](${workflow}/badge.svg)](${workflow})`] : [];
  const doi = spec.codeDoi === null ? [] : [`[![DOI](https://img.shields.io/badge/DOI-${encodeURIComponent(spec.codeDoi.replaceAll('-', '--').replaceAll('_', '__'))}-blue)](${doiUrl(spec.codeDoi)})`];
  return [...ci, ...doi].join(' ');
}

/** Can `make data` get the files, and if not, what must be done first. */
function obstacle(spec: ProjectSpec, parts: Parts, record: DatasetRecord): string {
  if (record.status === 'unresolved') return 'The dataset was not looked up when this repository was made, so `data/manifest.json` lists no file and `make data` has nothing to fetch yet: `npm init fair-ai -- update --data` looks it up.';
  if (record.files.length === 0) return 'The archive gave no list of files: put them into `data/raw/` by hand, by the way that the record names.';
  if (!record.files.some(({ selected }) => selected)) return 'No file is selected: set `selected` in `data/manifest.json` for those that `make data` shall fetch.';
  if (record.files.some(({ selected, availability }) => selected && availability === 'withdrawn')) return 'The archive has withdrawn files that are selected here: `make data` uses copies in `data/raw/` and cannot fetch others. What the archive says stands in `data/README.md`.';
  if (parts.dataset.generic && spec.target === null) return 'No target is chosen yet: `make data` lists the columns and stops; `make data OPTION=target=NAME` chooses one.';
  return '';
}

const unique = (words: readonly string[]): string[] => [...new Set(words)].sort();

/** Optional dependencies: what the tools need, which `make env` installs, and groups that a person asks for. */
function groups(spec: ProjectSpec, { framework, tools }: Parts, dependencies: readonly string[]): string {
  const needed = unique(tools.flatMap((tool) => [...tool.dependencies, ...(tool.frameworks?.[framework.key] ?? [])])).filter((one) => !dependencies.includes(one));
  const rooted = spec.datasets.some(({ files }) => files.some(({ urls }) => urls.some((url) => url.startsWith('root://'))));
  const extras = [{ tools: needed }, framework.extras ?? {}, ...tools.map((tool) => tool.extras ?? {}), rooted ? { xrootd: ['fsspec-xrootd>=0.5', 'xrootd>=6'] } : {}].flatMap((group) => Object.entries(group));
  return [...new Map(extras)].map(([name, wanted]) => `${name} = [${wanted.map(q).join(', ')}]`).join('\n');
}

/** Python files: of the whole package, and of those the names that read the raw files. */
interface Modules {
  readonly all: readonly string[];
  readonly reading: readonly string[];
}

/** What a project's fields do not say themselves: `header` is the model card's front matter. */
export function viewOf(spec: ProjectSpec, parts: Parts, header: string, modules: Modules): Fields {
  const [record] = spec.datasets;
  if (record === undefined) throw new Error('a project has at least one dataset');
  const { dataset, model, framework, task } = parts;
  const dependencies = unique([...framework.dependencies, ...model.dependencies, ...dataset.dependencies]);
  const section = (one: DatasetRecord): string => `### ${title(one)}\n\n${facts(one)}`;
  const card = (one: DatasetRecord): string => [`## ${title(one)}`, one.description === null ? '' : md(one.description), [facts(one), details(one)].filter((part) => part !== '').join('\n')].filter((part) => part !== '').join('\n\n');
  return {
    title: spec.title,
    description: sentence(oneLine(spec.description)),
    slug: spec.slug,
    package: spec.package,
    initials: spec.initials,
    licence: spec.licence,
    today: spec.today,
    tool: `${spec.tool.name} ${spec.tool.version}`,
    version: '0.1.0',
    repository: spec.repository ?? '',
    codeDoi: spec.codeDoi ?? '',
    codeDoiUrl: spec.codeDoi === null ? '' : doiUrl(spec.codeDoi),
    badges: badges(spec),
    authors: spec.authors.map(cardAuthor).join(', '),
    pyprojectAuthors: spec.authors.map(tomlAuthor).join('\n'),
    recipe: spec.recipe,
    task: spec.task,
    taskTitle: task.title,
    model: spec.model,
    modelTitle: model.title,
    modelSummary: model.summary,
    framework: spec.framework,
    frameworkTitle: framework.title,
    torch: spec.framework === 'pytorch',
    torchCpu: spec.framework === 'pytorch' ? ' TORCH=cpu' : '', // machines of CI have no GPU, and the CUDA build takes gigabytes
    headline: task.metrics[0] ?? '',
    metrics: task.metrics.join(', '),
    dependencies,
    groups: groups(spec, parts, dependencies),
    condaLines: [...new Set(framework.conda)].map((name) => `  - ${q(name)}`).join('\n'),
    conda: spec.conda,
    docs: spec.docs,
    notebooks: spec.notebooks,
    docker: spec.docker,
    furtherTargets: `${spec.docs ? ' docs' : ''}${spec.notebooks ? ' notebooks' : ''}`,
    furtherRows: `${spec.notebooks ? '\n| `notebooks/` | a look at the data, and at the trained model |' : ''}${spec.docs ? '\n| `docs/` | the documentation, built by `make docs` |' : ''}`,
    dataTitle: title(record),
    dataLicence: licence(record),
    dataFacts: spec.datasets.map(section).join('\n\n'),
    dataCards: spec.datasets.map(card).join('\n\n'),
    datasetCard: atLevel(dataset.card, 3),
    obstacle: obstacle(spec, parts, record),
    fileTables: spec.datasets.map((one) => [spec.datasets.length > 1 ? `### ${title(one)}` : '', fileTable(one) || 'The archive gave no list of files.'].filter((part) => part !== '').join('\n\n')).join('\n\n'),
    optionTable: optionTable(dataset),
    decides: dataset.generic,
    columnTable: columnTable(dataset, record),
    publishedTable: publishedTable(dataset.published),
    modelCardHeader: header.trim(),
    modelCard: atLevel(model.card, 4),
    automodules: modules.all.map((path) => `.. automodule:: ${path.replace(/^src\/|\.py$/g, '').replaceAll('/', '.')}\n   :members:`).join('\n\n'),
    recipeFiles: modules.reading.join(' '),
  };
}
