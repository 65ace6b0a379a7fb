// Dataverse, at any of its installations: how a dataset, one version of it or one of its files is asked for.
import { UserError } from '../errors.ts';
import { decoded } from '../spec/identifiers.ts';
import { ask, askBoth, jsonOrNull, readJson, refused, sourceOf } from './answers.ts';
import { NoRecord, type Answer, type ArchiveReader, type Asking, type Draft, type Place } from './archive.ts';
import { draftOf, isSameId } from './dataverse-version.ts';
import { at, rows, word } from './json.ts';
import { oneLine } from './text.ts';

/** What a page names: the identifier (doi:… or hdl:…) of a dataset or a file, or a file's number; and a version, if it says one. */
interface Wanted {
  readonly id: string;
  readonly version: string | null; // "2.0"
}

/** doi:… or hdl:… in an address, where its colon and slashes stand as they are. */
const quoted = (id: string): string => encodeURIComponent(id).replace(/%(?:3A|2F)/g, decodeURIComponent);

const isNumber = (id: string): boolean => /^\d+$/.test(id);

/** All answers of the program are of one form, with "OK" or "ERROR". */
const said = (answer: Answer): string | null => word(at(jsonOrNull(answer), 'status'));
const isDataverse = (answer: Answer): boolean => said(answer) === 'ERROR' || (said(answer) === 'OK' && at(jsonOrNull(answer), 'data', 'latestVersion') !== undefined);

/** The dataset with its newest version, and the version that was asked for. */
function* asked(host: string, { id, version }: Wanted): Asking<readonly Answer[]> {
  const [api, query] = [`https://${host}/api/datasets/:persistentId`, `?persistentId=${quoted(id)}`];
  const dataset = { url: `${api}/${query}` };
  return version === null ? [yield* ask(dataset)] : yield* askBoth(dataset, { url: `${api}/versions/${encodeURIComponent(version)}${query}` });
}

/** The dataset that a file belongs to; null if there is no such file. */
function* datasetOf(host: string, file: string): Asking<string | null> {
  const last = file.slice(file.lastIndexOf('/') + 1);
  const search = isNumber(file) ? null : yield* ask({ url: `https://${host}/api/search?q=filePersistentId:${quoted(last)}&type=file` });
  const items = search === null ? [] : rows(at(jsonOrNull(search), 'data', 'items'));
  const found = word(at(items.find(item => isSameId(word(at(item, 'file_persistent_id')), file)), 'dataset_persistent_id'));
  if (found !== null) return found;
  const path = isNumber(file) ? `${file}?` : `:persistentId/?persistentId=${quoted(file)}&`;
  return word(at(jsonOrNull(yield* ask({ url: `https://${host}/api/files/${path}returnDatasetVersion=true` })), 'data', 'datasetVersion', 'datasetPersistentId'));
}

function refuse(answer: Answer, host: string, { id, version }: Wanted): Error {
  const words = oneLine(word(at(jsonOrNull(answer), 'message')) ?? '');
  const what = version === null ? id : `${id}, version ${version}`;
  if (answer.status === 404 || answer.status === 410) return new NoRecord(`${host} has no public dataset ${what}${words && ` ("${words}")`}`, 'Check the address; --dataset takes the DOI, too.');
  if (answer.status === 401 || answer.status === 403)
    return new UserError(`${host} does not show ${what} to everybody (status ${answer.status})`, 'Ask its owners for access, download the files by hand and give their folder as --dataset.');
  return refused(answer, host);
}

function made(answers: readonly Answer[], host: string, wanted: Wanted, file: string | null): Draft {
  const [dataset, version = null] = answers.map(answer => {
    if (answer.status !== 200 || said(answer) !== 'OK') throw refuse(answer, host, wanted);
    return at(readJson(answer, host), 'data');
  });
  return draftOf({ dataset, version, host, id: wanted.id, file, now: answers[0]?.headers['date'] ?? null, sources: answers.map(sourceOf) });
}

function* read({ host, id }: Place): Asking<Draft | null> {
  const listed = hosts.includes(host);
  const wanted = wantedIn(id ?? '');
  const answers = isNumber(wanted.id) ? [] : yield* asked(host, wanted);
  const [dataset] = answers;
  if (dataset !== undefined && !listed && !isDataverse(dataset)) return null;
  if (dataset !== undefined && dataset.status !== 404) return made(answers, host, wanted, null);
  const parent = yield* datasetOf(host, wanted.id);
  if (parent !== null) return made(yield* asked(host, { ...wanted, id: parent }), host, { ...wanted, id: parent }, wanted.id);
  if (dataset !== undefined) throw refuse(dataset, host, wanted);
  if (listed) throw new NoRecord(`${host} has no public file ${wanted.id}`, 'Check the address, or give the DOI of the dataset.');
  return null;
}

// A record's name is the page's own query, as far as it names the record: "doi:10.7910/DVN/ABC", "doi:10.7910/DVN/ABC&version=2.0", "3315157" (a file).
const wantedIn = (name: string): Wanted => {
  const [, id = name, version = null] = /^(.*)&version=([^&]+)$/.exec(name) ?? [];
  return { id, version };
};

function recordId(page: URL): string | null {
  if (page.hostname === 'doi.org') return `doi:${decoded(page.pathname.slice(1))}`;
  const [persistent, file, version] = ['persistentId', 'fileId', 'version'].map(name => page.searchParams.get(name)?.trim() ?? '');
  const id = /^(?:doi|hdl):\S+\/\S+$/i.test(persistent ?? '') ? persistent : /^\d+$/.test(file ?? '') ? file : undefined;
  return id === undefined ? null : `${id}${/^\d+(?:\.\d+)?$/.test(version ?? '') ? `&version=${version}` : ''}`;
}

const hosts = ['dataverse.harvard.edu', 'demo.dataverse.org'];

export const dataverse: ArchiveReader = {
  name: 'dataverse', hosts, clients: ['gdcc.harvard-dv'], prefixes: ['10.7910'], recordId, read,
  looksLike: page => /\/(?:dataset\.xhtml|file\.xhtml|citation)$/.test(page.pathname) && recordId(page) !== null,
  doiOf: id => /^doi:([^&]+)/i.exec(id)?.[1] ?? null,
};
