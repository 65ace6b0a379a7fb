// A project of ours as `update` finds it: .fair-ai.yml (the answers, what was written) and data/manifest.json (the records, and what a person changed there).
import { UserError } from '../errors.ts';
import { parseAnswers } from '../spec/answers.ts';
import type { DatasetRecord } from '../spec/dataset.ts';
import { isMapping } from '../spec/mapping.ts';
import { refuseSecret } from '../spec/secrets.ts';
import type { Answers } from '../spec/spec.ts';
import { visible } from '../words.ts';
import { parseYaml } from '../yaml.ts';

export const ANSWERS = '.fair-ai.yml';
export const MANIFEST = 'data/manifest.json';
export const LOCK = 'data/manifest.lock.json';

export interface Written {
  readonly owner: string;
  readonly blob: string; // git's id of the text as it was written
}

export interface OurProject {
  readonly answers: Answers;
  readonly created: string; // YYYY-MM-DD
  readonly tool: { readonly name: string; readonly version: string };
  readonly files: ReadonlyMap<string, Written>;
}

export interface Manifest {
  readonly recipe: { readonly key: string; readonly options: Readonly<Record<string, unknown>> };
  readonly datasets: readonly [DatasetRecord, ...DatasetRecord[]];
}

const FROM_GIT = 'Take it from git again: git checkout -- ';

export function readProject(text: string): OurProject {
  const answers = parseAnswers(text, ANSWERS);
  const value = parseYaml(text);
  const record: Readonly<Record<string, unknown>> = isMapping(value) ? value : {};
  const { format, tool, created, files } = record;
  if (format !== 'fair-ai/project@1') throw new UserError(`${ANSWERS} is no record of a project: its format is ${JSON.stringify(format ?? null)}, not fair-ai/project@1.`, `${FROM_GIT}${ANSWERS}`);
  if (typeof created !== 'string' || !isMapping(tool) || typeof tool['name'] !== 'string' || typeof tool['version'] !== 'string') {
    throw new UserError(`${ANSWERS} does not say when and by what the project was made (created, tool).`, `${FROM_GIT}${ANSWERS}`);
  }
  const written = Object.entries(isMapping(files) ? files : {}).flatMap(([path, one]): (readonly [string, Written])[] =>
    isMapping(one) && typeof one['owner'] === 'string' && typeof one['blob'] === 'string' ? [[path, { owner: one['owner'], blob: one['blob'] }]] : []);
  return { answers, created, tool: { name: tool['name'], version: tool['version'] }, files: new Map(written) };
}

export function readManifest(text: string): Manifest {
  const value = parsed(text, MANIFEST);
  const wrong = (what: string): UserError => new UserError(`${MANIFEST} ${what}.`, `${FROM_GIT}${MANIFEST}`);
  if (!isMapping(value) || value['format'] !== 'fair-ai/manifest@1') throw wrong('is not of the format fair-ai/manifest@1');
  const { recipe, datasets } = value;
  if (!isMapping(recipe) || typeof recipe['key'] !== 'string') throw wrong('names no recipe');
  const [first, ...others] = Array.isArray(datasets) ? datasets : [];
  if (first === undefined) throw wrong('lists no dataset');
  if (!isRecord(first)) throw wrong('has a first dataset that is no dataset record');
  if (!others.every(isRecord)) throw wrong('has a dataset that is no dataset record');
  [first, ...others].forEach(refuseKeys);
  return { recipe: { key: recipe['key'], options: isMapping(recipe['options']) ? recipe['options'] : {} }, datasets: [first, ...others] };
}

/** An address that was written into the manifest by hand is read by whoever reads the repository. */
function refuseKeys({ requested, recordUrl, files }: DatasetRecord): void {
  for (const [what, address] of [['the dataset', requested], ['the dataset', recordUrl ?? ''], ...files.flatMap(({ path, urls }) => urls.map((url) => [path, url] as const))] as const) {
    refuseSecret(`${MANIFEST}, ${visible(what)}`, address);
  }
}

/** data/manifest.lock.json: what was fetched, and how each file is read. */
export interface Lock {
  readonly files: ReadonlyMap<string, unknown>;
  readonly read: ReadonlyMap<string, unknown>;
}

export function readLock(text: string): Lock {
  const value = parsed(text, LOCK);
  if (!isMapping(value) || value['format'] !== 'fair-ai/lock@1' || !isMapping(value['files'])) throw new UserError(`${LOCK} is not of the format fair-ai/lock@1.`, `${FROM_GIT}${LOCK}`);
  return { files: new Map(Object.entries(value['files'])), read: new Map(Object.entries(isMapping(value['read']) ? value['read'] : {})) };
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new UserError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}.`, `${FROM_GIT}${file}`);
  }
}

const texts = ['requested', 'status', 'archive', 'title'];
const textsOrNull = ['key', 'doi', 'conceptDoi', 'description', 'version', 'publisher', 'publicationDate', 'recordUrl', 'access', 'citation', 'resolvedAt'];
const lists = ['creators', 'keywords', 'files', 'variables', 'notes', 'sources'];

/** By the types of its parts; docs/schemas/dataset.schema.json says more. */
function isRecord(value: unknown): value is DatasetRecord {
  if (!isMapping(value)) return false;
  return texts.every((key) => typeof value[key] === 'string')
    && textsOrNull.every((key) => value[key] === null || typeof value[key] === 'string')
    && lists.every((key) => Array.isArray(value[key]))
    && (value['isLatest'] === null || typeof value['isLatest'] === 'boolean')
    && (value['licence'] === null || isMapping(value['licence']) && typeof value['licence']['name'] === 'string' && typeof value['licence']['source'] === 'string')
    && asList(value['creators']).every((one) => isMapping(one) && typeof one['name'] === 'string')
    && asList(value['keywords']).every((one) => typeof one === 'string')
    && asList(value['notes']).every((one) => typeof one === 'string')
    && asList(value['variables']).every((one) => isMapping(one) && typeof one['name'] === 'string')
    && asList(value['files']).every(isFile);
}

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const isFile = (file: unknown): boolean =>
  isMapping(file) && typeof file['path'] === 'string' && typeof file['selected'] === 'boolean' && (file['size'] === null || typeof file['size'] === 'number')
  && (file['checksum'] === null || typeof file['checksum'] === 'string') && Array.isArray(file['urls']) && file['urls'].every((url) => typeof url === 'string');
