// Kaggle: a DOI names a version that only a redirect explains; the list of files has sizes and no checksums, and the bytes may ask for a login.
import { UserError } from '../errors.ts';
import type { DatasetFile } from '../spec/dataset.ts';
import { ask, askBoth, readJson, refused, sourceOf } from './answers.ts';
import { emptyDraft, type Answer, type ArchiveReader, type Asking, type Draft, type Place } from './archive.ts';
import { creatorOf } from './creators.ts';
import { dataciteRequest } from './datacite.ts';
import { composed, isUnsafe } from './files.ts';
import { at, count, isPresent, rows, word } from './json.ts';
import { licenceOf } from './licence.ts';
import { loginRemedy, refusalOf } from './refusal.ts';
import { dateOrNull, lineOrNull, oneLine, plainText } from './text.ts';

const [SITE, PAGES] = ['https://www.kaggle.com', 50];
const API = `${SITE}/api/v1/datasets`;

interface Dataset {
  readonly name: string; // owner/slug
  readonly version: string | null; // null: the newest
}

function named(path: string): Dataset | null {
  const [, owner, slug, version = null] = /^\/?(?:datasets\/)?([\w-]+)\/([\w-]+)(?:\/versions\/(\d+))?(?:\/|$)/.exec(path) ?? [];
  return owner === undefined ? null : { name: `${owner}/${slug}`, version };
}

function* read({ id, doi, host }: Place): Asking<Draft> {
  if (id === null) throw new UserError(`${doi ?? host} leads to Kaggle, but to no dataset there`, 'Give the address of the dataset: https://www.kaggle.com/datasets/<owner>/<name>');
  const short = /^dsv?\/\d+$/.test(id);
  const page = short ? yield* ask({ url: `${SITE}/${id}` }) : null;
  const dataset = page === null ? named(id) : redirected(page, id);
  if (dataset === null) return yield* closed(page, doi, id);
  const asked = { who: 'Kaggle', what: `dataset ${dataset.name}`, check: 'Check owner and name in the address; a renamed dataset has a new one.' };
  const [view, list] = yield* askBoth({ url: `${API}/view/${dataset.name}` }, { url: listing(dataset, null) });
  if (view.status !== 200 && doi === null) throw refusalOf(view, asked);
  const card = view.status === 200 ? readJson(view, 'Kaggle') : undefined;
  const newest = word(at(card, 'currentVersionNumber'));
  const whole = { ...dataset, version: dataset.version ?? newest };
  const files = list.status === 200 ? yield* filesOf(list, whole) : [];
  if (list.status === 429 || list.status >= 500) throw refused(list, 'Kaggle');
  return draftOf(card, { dataset: whole, newest, files, refusal: list.status === 200 ? null : list.status, sources: [view, list].filter(({ status }) => status === 200).map(sourceOf), doi });
}

/** Where kaggle.com/dsv/NUMBER has led; a deleted version answers 200 at an address of its own. */
function redirected({ url }: Answer, id: string): Dataset | null {
  const { hostname, pathname } = new URL(url);
  if (/^\/deleted-dataset(?:-version)?\//.test(pathname)) throw new UserError(`The Kaggle dataset version ${id} was deleted by its owner`, 'Choose another version of it at https://www.kaggle.com/datasets, or another dataset.');
  return hostname.endsWith('kaggle.com') && pathname.startsWith('/datasets/') ? named(pathname) : null;
}

/** Kaggle did not say which dataset the number means: its DOI, which follows from the number, still has its metadata at DataCite. */
function* closed(page: Answer | null, asked: string | null, id: string): Asking<Draft> {
  const address = `${SITE}/${id}`;
  const remedy = 'Open it in a browser and give the address that it leads to: https://www.kaggle.com/datasets/<owner>/<name>/versions/<number>';
  const doi = asked ?? doiOf(id) ?? id;
  const registered = asked !== null || (yield* ask(dataciteRequest(doi))).status === 200;
  if (!registered && page !== null && page.status >= 400) throw refusalOf(page, { who: 'Kaggle', what: `dataset ${id}`, check: remedy });
  if (!registered) throw new UserError(`${address} leads to no dataset that a program can see`, remedy);
  return {
    ...emptyDraft, archive: 'kaggle', doi, publisher: 'Kaggle', recordUrl: address,
    access: `At Kaggle, perhaps with a login: ${address}`, notes: [`Kaggle does not tell a program which dataset ${address} is. ${remedy}`],
  };
}

function listing({ name, version }: Dataset, token: string | null): string {
  const query = [['pageSize', '200'], ['datasetVersionNumber', version], ['pageToken', token]].flatMap(([key, value]) => (value == null ? [] : [`${key}=${encodeURIComponent(value)}`]));
  return `${API}/list/${name}?${query.join('&')}`;
}

function* filesOf(first: Answer, dataset: Dataset): Asking<readonly DatasetFile[]> {
  const who = `The Kaggle dataset ${dataset.name}`;
  const found: DatasetFile[] = [];
  let page = readJson(first, 'Kaggle');
  for (let pages = 1; ; pages += 1) {
    found.push(...rows(at(page, 'datasetFiles')).map(row => fileOf(row, dataset)));
    const token = word(at(page, 'nextPageToken')) ?? word(at(page, 'nextPageTokenNullable'));
    if (token === null) return found;
    if (pages === PAGES) throw new UserError(`${who} lists more than ${PAGES * 200} files`, 'Download it by hand and give its folder as --dataset.');
    page = readJson(yield* ask({ url: listing(dataset, token) }), 'Kaggle');
  }
}

/** A folder's slash is written as %2F: Kaggle takes the file's name as one part of the path. */
function fileOf(row: unknown, { name, version }: Dataset): DatasetFile {
  const raw = String(at(row, 'name') ?? at(row, 'nameNullable') ?? '');
  const path = composed(raw);
  const url = `${API}/download/${name}/${encodeURIComponent(raw)}${version === null ? '' : `?datasetVersionNumber=${version}`}`;
  return { path, size: count(at(row, 'totalBytes') ?? at(row, 'totalBytesNullable')), checksum: null, urls: [url], selected: true, availability: 'unknown', unsafe: isUnsafe(path) };
}

interface Known extends Pick<Draft, 'files' | 'sources' | 'doi'> {
  readonly dataset: Dataset;
  readonly newest: string | null;
  readonly refusal: number | null; // status of the list that was not given
}

function draftOf(card: unknown, { dataset: { name, version }, newest, files, refusal, sources, doi }: Known): Draft {
  const page = `${SITE}/datasets/${name}${version === null ? '' : `/versions/${version}`}`;
  const owner = creatorOf({ name: word(at(card, 'ownerName')) ?? word(at(card, 'creatorName')) });
  const login = loginRemedy('www.kaggle.com');
  return {
    ...emptyDraft, archive: 'kaggle', status: files.length === 0 ? 'metadata-only' : 'resolved', doi, files, sources, title: oneLine(word(at(card, 'title')) ?? (doi === null ? name : '')),
    description: plainText(word(at(card, 'description')) ?? word(at(card, 'subtitle')) ?? '') || null, creators: doi === null && owner !== null ? [owner] : [], // DataCite names the authors
    licence: licenceOf({ name: word(at(card, 'licenseName')) }, 'kaggle record'), version, isLatest: version === null || newest === null ? null : version === newest, publisher: 'Kaggle',
    publicationDate: version === newest ? dateOrNull(word(at(card, 'lastUpdated'))) : null, keywords: rows(at(card, 'tags')).map(tag => lineOrNull(word(at(tag, 'name')))).filter(isPresent), recordUrl: page,
    access: files.length === 0 ? `At Kaggle, with a login: ${page}` : null,
    notes: [
      ...(version === null ? ['The version is not known: the files behind the addresses may change.'] : []),
      ...(version !== null && newest !== null && version !== newest ? [`This is version ${version}; the newest is ${newest}.`] : []),
      ...(refusal === null ? [] : [`Kaggle does not list the files (status ${refusal}). ${login}`]),
      ...(refusal === null && files.length === 0 ? ['The dataset lists no files.'] : []),
      ...(files.length === 0 ? [] : [`Kaggle may ask for a login before it hands out the files, and may send one of them packed as a zip, which \`make data\` then refuses. ${login}`]),
    ],
  };
}

const doiOf = (id: string): string | null => (/^dsv?\/\d+$/.test(id) ? `10.34740/KAGGLE/${id.toUpperCase()}` : null);

export const kaggle: ArchiveReader = {
  name: 'kaggle', hosts: ['www.kaggle.com', 'kaggle.com'], clients: [], prefixes: ['10.34740'],
  recordId: ({ pathname }) => {
    const [, kind, number] = /^(?:\/10\.34740\/kaggle)?\/(dsv?)\/(\d+)(?=\/|$)/i.exec(pathname) ?? [];
    if (kind !== undefined) return `${kind.toLowerCase()}/${number}`;
    const found = pathname.startsWith('/datasets/') ? named(pathname) : null;
    return found === null ? null : `${found.name}${found.version === null ? '' : `/versions/${found.version}`}`;
  },
  doiOf,
  read,
};
