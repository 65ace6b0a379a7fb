// Hugging Face datasets: a revision is pinned to its full commit; large files (LFS) have a SHA-256, small ones git's own SHA-1.
import { UserError } from '../errors.ts';
import type { DatasetFile, Variable } from '../spec/dataset.ts';
import { decoded } from '../spec/identifiers.ts';
import { ask, readJson, sourceOf } from './answers.ts';
import { emptyDraft, type Answer, type ArchiveReader, type Asking, type Draft, type Place } from './archive.ts';
import { creatorOf } from './creators.ts';
import { dataciteRequest, readDatacite } from './datacite.ts';
import { composed, checksumOf, isUnsafe } from './files.ts';
import { at, count, isPresent, rows, values, word } from './json.ts';
import { licenceOf } from './licence.ts';
import { loginRemedy, refusalOf } from './refusal.ts';
import { dateOrNull, lineOrNull, oneLine, plainText } from './text.ts';

const [HOST, PAGES] = ['huggingface.co', 100]; // 1000 files a page

/** A page's address: the dataset, and what of it is meant. */
interface Meant {
  readonly name: string; // owner/name; some old ones have no owner
  readonly revision: string | null;
  readonly path: string | null; // of a file or a folder
}

const PLACES = ['tree', 'resolve', 'blob', 'raw', 'commit'];

function understood(id: string): Meant {
  const parts = id.split('/');
  const start = PLACES.includes(parts[1] ?? '') ? 1 : 2;
  const [, revision, ...path] = PLACES.includes(parts[start] ?? '') ? parts.slice(start) : [];
  return { name: parts.slice(0, start).join('/'), revision: revision ?? null, path: path.length === 0 ? null : path.map(decoded).join('/') };
}

/** The revision of a DOI stands in DataCite's title, "name (Revision 1d24c09)", or in its version. */
function* revisionOf(doi: string): Asking<string | null> {
  const card = readDatacite(yield* ask(dataciteRequest(doi)))?.draft;
  return /\(revision ([0-9a-f]{7,40})\)/i.exec(card?.title ?? '')?.[1] ?? /^[0-9a-f]{7,40}$/i.exec(card?.version ?? '')?.[0] ?? null;
}

function* read({ host, id, doi }: Place): Asking<Draft> {
  if (id === null) throw new UserError(`${doi ?? host} leads to Hugging Face, but to no dataset there`, 'Give the address of the dataset: https://huggingface.co/datasets/<owner>/<name>');
  const meant = understood(id);
  const revision = meant.revision ?? (doi === null ? null : yield* revisionOf(doi));
  const asked = { who: 'Hugging Face', what: `dataset ${meant.name}${revision === null ? '' : ` at revision ${revision}`}`, check: `Check the address: https://${HOST}/datasets/${meant.name}` };
  const answer = yield* ask({ url: `https://${HOST}/api/datasets/${meant.name}/revision/${revision ?? 'main'}` });
  if (answer.status !== 200) throw refusalOf(answer, asked);
  const json = readJson(answer, 'Hugging Face');
  const commit = /^[0-9a-f]{40}$/.exec(word(at(json, 'sha')) ?? '')?.[0];
  if (commit === undefined) throw new UserError(`Hugging Face does not tell the commit of ${meant.name}`, asked.check);
  const name = /^[\w.-]+(?:\/[\w.-]+)?$/.exec(word(at(json, 'id')) ?? '')?.[0] ?? meant.name; // renamed ones answer under their new name
  const gated = at(json, 'gated') !== undefined && at(json, 'gated') !== false;
  const { files, refusal } = yield* filesOf(name, commit, gated);
  const draft = draftOf(json, { name, commit, files, gated, refusal, doi, newest: revision === null || revision === 'main', unnamed: revision === null && doi !== null });
  return { ...selectPath(draft, meant.path), sources: [sourceOf(answer)] };
}

interface Listing {
  readonly files: readonly DatasetFile[];
  readonly refusal: number | null;
}

/** Page by page: the Link header names the next one. */
function* filesOf(name: string, commit: string, gated: boolean): Asking<Listing> {
  const who = `The Hugging Face dataset ${name}`;
  const found: DatasetFile[] = [];
  let url: string | null = `https://${HOST}/api/datasets/${name}/tree/${commit}?recursive=true`;
  for (let page = 1; url !== null; page += 1) {
    const answer: Answer = yield* ask({ url });
    if (answer.status === 401 || answer.status === 403) return { files: [], refusal: answer.status };
    found.push(...rows(readJson(answer, 'Hugging Face')).filter(row => at(row, 'type') === 'file').map(row => fileOf(row, { name, commit, gated })));
    url = nextPage(answer);
    if (page === PAGES && url !== null) throw new UserError(`${who} lists more than ${found.length} files`, 'Give the address of one folder or file of it, or download it by hand and give its folder as --dataset.');
  }
  return { files: found, refusal: null };
}

function nextPage({ headers }: Answer): string | null {
  const next = /<([^<>]+)>\s*;\s*rel="?next"?/i.exec(headers['link'] ?? '')?.[1] ?? null;
  return next?.startsWith(`https://${HOST}/api/datasets/`) === true ? next : null;
}

function fileOf(row: unknown, { name, commit, gated }: { readonly name: string; readonly commit: string; readonly gated: boolean }): DatasetFile {
  const raw = String(at(row, 'path') ?? '');
  const path = composed(raw);
  const [sha256, blob] = [word(at(row, 'lfs', 'oid'))?.replace(/^sha256:/, '') ?? null, word(at(row, 'oid'))];
  const small = blob !== null && /^[0-9a-f]{40}$/i.test(blob) ? `git-sha1:${blob.toLowerCase()}` : null; // SHA-1 of "blob <size>", a NUL and the bytes
  return {
    path, size: count(at(row, 'lfs', 'size')) ?? count(at(row, 'size')), checksum: sha256 === null ? small : checksumOf(`sha256:${sha256}`, 'md5'),
    urls: [`https://${HOST}/datasets/${name}/resolve/${commit}/${raw.split('/').map(encodeURIComponent).join('/')}`],
    selected: true, availability: gated ? 'restricted' : 'online', unsafe: isUnsafe(path),
  };
}

/** The address of a file or a folder selects it. */
function selectPath(draft: Draft, path: string | null): Draft {
  if (path === null || draft.files.length === 0) return draft;
  const files = draft.files.map(file => ({ ...file, selected: file.path === path || file.path.startsWith(`${path}/`) }));
  if (!files.some(({ selected }) => selected)) throw new UserError(`${draft.recordUrl ?? 'The dataset'} has no file or folder "${path}"`, 'Check the address; that of the dataset itself will do as well.');
  return { ...draft, files, notes: [...draft.notes, `The address names "${path}": the other files are listed, but not fetched.`] };
}

/** The columns of the card, in all of its configurations. */
function variablesOf(info: unknown): readonly Variable[] {
  const found = new Map<string, Variable>();
  for (const feature of (Array.isArray(info) ? info : [info]).flatMap(one => rows(at(one, 'features')))) {
    const name = lineOrNull(word(at(feature, 'name')));
    if (name === null || found.has(name)) continue;
    const dtype = at(feature, 'dtype');
    const classes = values(at(dtype, 'class_label', 'names')).map(word).filter(isPresent);
    const nested = ['list', 'sequence', 'large_list', 'struct'].find(kind => at(feature, kind) !== undefined);
    const type = word(dtype) ?? (typeof dtype === 'object' && dtype !== null ? Object.keys(dtype)[0] ?? null : nested === undefined ? null : `${nested}${word(at(feature, nested)) === null ? '' : ` of ${word(at(feature, nested))}`}`);
    found.set(name, { name, type: lineOrNull(type), unit: null, description: classes.length === 0 ? null : oneLine(`classes: ${classes.join(', ')}`) });
  }
  return [...found.values()];
}

interface Known extends Listing, Pick<Draft, 'doi'> {
  readonly name: string;
  readonly commit: string;
  readonly gated: boolean;
  readonly newest: boolean;
  readonly unnamed: boolean; // a DOI whose revision DataCite does not tell
}

function draftOf(json: unknown, { name, commit, files, gated, refusal, doi, newest, unnamed }: Known): Draft {
  const card = at(json, 'cardData');
  const [license, page] = [at(card, 'license'), `https://${HOST}/datasets/${name}`];
  const id = [word(license), ...rows(license).map(word)].find(one => one !== null && !/^(?:other|unknown)$/i.test(one)) ?? null;
  const owner = word(at(json, 'author')) ?? (name.includes('/') ? name.split('/')[0] ?? null : null);
  const closed = gated || refusal !== null;
  return {
    ...emptyDraft, archive: 'huggingface', status: files.length === 0 ? 'metadata-only' : 'resolved', doi, files, title: oneLine(word(at(card, 'pretty_name')) ?? name), description: plainText(word(at(json, 'description')) ?? '') || null,
    creators: doi === null ? [creatorOf({ name: owner, collective: true })].filter(isPresent) : [], // DataCite names the authors of a DOI
    licence: licenceOf({ id, name: word(at(card, 'license_name')), url: word(at(card, 'license_link')) }, 'hugging face card'), version: commit, isLatest: newest && !unnamed ? true : null,
    publisher: 'Hugging Face', publicationDate: dateOrNull(word(at(json, 'lastModified')) ?? word(at(json, 'createdAt'))), keywords: rows(at(card, 'tags')).map(word).map(lineOrNull).filter(isPresent),
    recordUrl: `${page}/tree/${commit}`, access: closed ? `Given on request: ${page}` : null, variables: variablesOf(at(card, 'dataset_info')),
    notes: [
      ...(closed ? [`The files are not open (gated): accept the conditions at ${page}. ${loginRemedy(HOST)}`] : []),
      ...(unnamed ? [`DataCite does not tell which revision ${doi} is: this is the newest one.`] : []),
      ...(!closed && files.length === 0 ? ['The repository holds no files.'] : []),
    ],
  };
}

export const huggingface: ArchiveReader = {
  name: 'huggingface', hosts: [HOST, 'www.huggingface.co', 'hf.co'], clients: [], prefixes: ['10.57967'],
  recordId: ({ pathname }) => {
    const [, whole = ''] = /^\/(?:api\/)?datasets\/([^/]+(?:\/[^/]+)*)\/?$/.exec(pathname) ?? [];
    const [first = '', second, third, ...rest] = whole.split('/');
    if (first === '') return null;
    const bare = PLACES.includes(second ?? '');
    const tail = bare ? [second, third, ...rest] : [second, ...(PLACES.includes(third ?? '') ? [third, ...rest] : [])];
    return [first, ...tail].filter(part => part !== undefined).join('/');
  },
  read,
};
