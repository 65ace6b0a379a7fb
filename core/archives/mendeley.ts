// Mendeley Data: each version stands for itself; its folders are listed at once, and the files of each folder with their SHA-256.
import { UserError } from '../errors.ts';
import type { DatasetFile } from '../spec/dataset.ts';
import { ask, readJson, refused, sourceOf } from './answers.ts';
import { emptyDraft, type Answer, type ArchiveReader, type Asking, type Draft, type Place, type Request } from './archive.ts';
import { creatorOf } from './creators.ts';
import { composed, checksumOf, isUnsafe } from './files.ts';
import { at, count, isPresent, rows, word } from './json.ts';
import { licenceOf } from './licence.ts';
import { refusalOf } from './refusal.ts';
import { dateOrNull, lineOrNull, oneLine, plainText } from './text.ts';

const API = 'https://data.mendeley.com/public-api/datasets';
const [FOLDERS, TOGETHER, PAGE] = [500, 8, 1000];
const question = (url: string): Request => ({ url, accept: 'application/vnd.mendeley-public-dataset.1+json' });

function* read({ id, doi, host }: Place): Asking<Draft> {
  if (id === null) throw new UserError(`${doi ?? host} leads to Mendeley Data, but to no dataset there`, 'Give its address: https://data.mendeley.com/datasets/<id>/<version>');
  const [name = '', wanted = null] = id.split('.');
  const answer = yield* ask(question(`${API}/${name}`));
  const asked = { who: 'Mendeley Data', what: `dataset ${name}`, check: `Check the address: https://data.mendeley.com/datasets/${name}` };
  if (answer.status !== 200) throw refusalOf(answer, asked);
  const newest = readJson(answer, 'Mendeley Data');
  const latest = /^\d+$/.exec(word(at(newest, 'version')) ?? '')?.[0] ?? null;
  const version = wanted ?? latest;
  if (version === null) throw new UserError(`Mendeley Data does not tell the version of ${name}`, `Give it: https://data.mendeley.com/datasets/${name}/<version>`);
  const old = version === latest ? null : yield* ask(question(`${API}/${name}/snapshot/${version}`));
  if (old !== null && old.status !== 200) throw refusalOf(old, { ...asked, what: `version ${version} of dataset ${name}` });
  const files = yield* filesOf(name, version);
  const json = old === null ? newest : readJson(old, 'Mendeley Data');
  return draftOf(json, { name, version, latest, files, sources: [old ?? answer].map(sourceOf) });
}

/** The folders of a version, then the files of the root and of each of them. */
function* filesOf(name: string, version: string): Asking<readonly DatasetFile[]> {
  const who = `Mendeley dataset ${name}, version ${version}`;
  const answer = yield* ask(question(`${API}/${name}/folders/${version}`));
  if (answer.status !== 200 && answer.status !== 404) throw refused(answer, 'Mendeley Data'); // 404: no folders
  const folders = answer.status === 200 ? rows(readJson(answer, 'Mendeley Data')) : [];
  if (folders.length > FOLDERS) throw new UserError(`${who} has more than ${FOLDERS} folders`, 'Download it by hand and give its folder as --dataset.');
  const url = (folder: string, start: number): string => `${API}/${name}/files?folder_id=${encodeURIComponent(folder)}&version=${version}&$start=${start}&$limit=${PAGE}`;
  let waiting = [{ folder: 'root', start: 0 }, ...folders.map(row => word(at(row, 'id'))).filter(isPresent).map(folder => ({ folder, start: 0 }))];
  const found: DatasetFile[] = [];
  while (waiting.length > 0) {
    const batch = waiting.slice(0, TOGETHER);
    const answers: readonly Answer[] = yield batch.map(({ folder, start }) => question(url(folder, start)));
    const lists = answers.map(list => rows(readJson(list, 'Mendeley Data')));
    found.push(...batch.flatMap(({ folder }, i) => (lists[i] ?? []).map(row => fileOf(row, pathOf(folder, folders))).filter(isPresent)));
    const more = batch.filter((_, i) => lists[i]?.length === PAGE).map(({ folder, start }) => ({ folder, start: start + PAGE }));
    waiting = [...waiting.slice(TOGETHER), ...more];
  }
  return found;
}

/** "a/b/" of a folder, from the names of its parents. */
function pathOf(folder: string, folders: readonly unknown[]): string {
  const names: string[] = [];
  for (let here: string | null = folder; here !== null && here !== 'root' && names.length <= folders.length;) {
    const own: string = here;
    const row: unknown = folders.find(one => word(at(one, 'id')) === own);
    if (row === undefined) break;
    names.unshift(`${String(at(row, 'name') ?? '')}/`);
    here = word(at(row, 'parent_id'));
  }
  return names.join('');
}

function fileOf(row: unknown, folder: string): DatasetFile | null {
  const details = at(row, 'content_details');
  const url = word(at(details, 'download_url'));
  if (url === null || !url.startsWith('https://')) return null;
  const path = composed(folder + String(at(row, 'filename') ?? ''));
  const hash = word(at(details, 'sha256_hash'));
  return {
    path, size: count(at(row, 'size')) ?? count(at(details, 'size')), checksum: hash === null ? null : checksumOf(`sha256:${hash}`, 'md5'),
    urls: [url], selected: true, availability: 'online', unsafe: isUnsafe(path),
  };
}

interface Known extends Pick<Draft, 'files' | 'sources'> {
  readonly name: string;
  readonly version: string;
  readonly latest: string | null;
}

function draftOf(json: unknown, { name, version, latest, files, sources }: Known): Draft {
  const licence = at(json, 'data_licence');
  const person = (row: unknown) => creatorOf({
    name: null, given: word(at(row, 'first_name')), family: word(at(row, 'last_name')), orcid: word(at(row, 'orcid_id')) ?? word(at(row, 'orcid')), affiliations: [word(at(row, 'institution', 'name'))],
  });
  return {
    ...emptyDraft, archive: 'mendeley', status: files.length === 0 ? 'metadata-only' : 'resolved', doi: word(at(json, 'doi', 'id')) ?? `10.17632/${name}.${version}`, conceptDoi: `10.17632/${name}`,
    title: oneLine(word(at(json, 'name')) ?? ''), description: plainText(word(at(json, 'description')) ?? '') || null, creators: rows(at(json, 'contributors')).map(person).filter(isPresent),
    licence: licenceOf({ id: word(at(licence, 'short_name')), name: word(at(licence, 'full_name')), url: word(at(licence, 'url')) }, 'mendeley record'), version, isLatest: latest === null ? null : version === latest,
    publisher: 'Mendeley Data', publicationDate: dateOrNull(word(at(json, 'publish_date'))), keywords: rows(at(json, 'categories')).map(row => lineOrNull(word(at(row, 'label')))).filter(isPresent),
    recordUrl: `https://data.mendeley.com/datasets/${name}/${version}`, files, sources,
    notes: [
      ...(latest === null || version === latest ? [] : [`This is version ${version}; the newest is ${latest}.`]),
      ...(files.length === 0 ? ['The record lists no files.'] : []),
    ],
  };
}

export const mendeley: ArchiveReader = {
  name: 'mendeley', hosts: ['data.mendeley.com', 'www.data.mendeley.com'], clients: ['bl.mendeley'], prefixes: ['10.17632'],
  recordId: ({ pathname }) => {
    const [, name, version] = /^\/(?:public-api\/)?datasets\/([a-z0-9]+)(?:\/(\d+))?(?=\/|$)/i.exec(pathname) ?? /^\/10\.17632\/([a-z0-9]+)(?:\.(\d+))?$/i.exec(pathname) ?? [];
    return name === undefined ? null : [name.toLowerCase(), ...(version === undefined ? [] : [version])].join('.');
  },
  doiOf: id => `10.17632/${id}`,
  read,
};
