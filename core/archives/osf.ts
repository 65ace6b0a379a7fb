// OSF: a project (node) changes, a registration is frozen; files lie with one or more providers, in folders that are opened one by one.
import { UserError } from '../errors.ts';
import type { Creator, DatasetFile, Licence } from '../spec/dataset.ts';
import { counted } from '../words.ts';
import { ask, askBoth, readJson, sourceOf } from './answers.ts';
import { emptyDraft, type ArchiveReader, type Asking, type Draft, type Place } from './archive.ts';
import { creatorOf } from './creators.ts';
import { composed, checksumOf, isUnsafe } from './files.ts';
import { at, count, flag, isPresent, rows, word } from './json.ts';
import { licenceOf } from './licence.ts';
import { refusalOf } from './refusal.ts';
import { dateOrNull, lineOrNull, oneLine, plainText } from './text.ts';

const API = 'https://api.osf.io/v2';
const LISTINGS = 80; // OSF allows 100 requests an hour without a login
const TOGETHER = 8;
const KINDS = ['nodes', 'registrations'];
const WORDS = ['login', 'oauth', 'search', 'myosf', 'logout'];

const related = (data: unknown, name: string): string | null => inside(word(at(data, 'relationships', name, 'links', 'related', 'href')));
/** Only OSF's own addresses are followed. */
const inside = (address: string | null): string | null => (address?.startsWith(`${API}/`) === true ? address : null);

function* read({ id, doi, host }: Place): Asking<Draft> {
  if (id === null) throw new UserError(`${doi ?? host} leads to OSF, but to no project or registration there`, 'Give its address: https://osf.io/<five letters>');
  const asked = { who: 'OSF', what: `project or registration ${id}`, check: `Check the address: https://osf.io/${id}` };
  const answer = yield* ask({ url: `${API}/guids/${id}/` });
  if (answer.status !== 200) throw refusalOf(answer, asked);
  const data = at(readJson(answer, 'OSF'), 'data');
  const type = word(at(data, 'type')) ?? '';
  if (!KINDS.includes(type)) throw new UserError(`https://osf.io/${id} is no project or registration, but one of OSF's ${oneLine(type) || 'other things'}`, 'Give the address of the project that holds the files.');
  if (at(data, 'attributes', 'withdrawn') === true) throw new UserError(`The OSF registration ${id} was withdrawn`, 'Choose another dataset.');
  const node = `${API}/${type}/${id}`;
  const [providers, people] = yield* askBoth({ url: related(data, 'files') ?? `${node}/files/` }, { url: `${node}/contributors/?embed=users&page%5Bsize%5D=100` });
  if (providers.status !== 200) throw refusalOf(providers, asked);
  const terms = related(data, 'license');
  const licence = terms === null ? null : yield* ask({ url: terms });
  // people and licence may be missing: DataCite fills the gap
  const { files, unopened, refused } = yield* filesOf(readJson(providers, 'OSF'));
  const draft = draftOf(data, {
    files, creators: people.status === 200 ? rows(at(readJson(people, 'OSF'), 'data')).map(creator).filter(isPresent) : [],
    licence: licence?.status === 200 ? licenceIn(readJson(licence, 'OSF')) : null, sources: [answer, providers].map(sourceOf), doi,
  });
  const incomplete = refused === 0 ? [] : [`OSF does not show ${counted(refused, 'folder')} of it: the list is not complete.`];
  return { ...draft, notes: [...draft.notes, ...incomplete, ...(unopened === 0 ? [] : [`OSF answers 100 requests an hour: ${counted(unopened, 'folder')} left unopened after ${LISTINGS} requests, so the list is not complete.`])] };
}

interface Listing {
  readonly files: readonly DatasetFile[];
  readonly unopened: number; // beyond the bound
  readonly refused: number; // not there, or not for everybody
}

/** Provider by provider, folder by folder, page by page; up to a bound. */
function* filesOf(providers: unknown): Asking<Listing> {
  const found: DatasetFile[] = [];
  let waiting = rows(at(providers, 'data')).map(provider => related(provider, 'files')).filter(isPresent).map(paged);
  const seen = new Set(waiting);
  let [asked, refused] = [0, 0];
  while (waiting.length > 0 && asked < LISTINGS) {
    const batch = waiting.slice(0, Math.min(TOGETHER, LISTINGS - asked));
    waiting = waiting.slice(batch.length);
    asked += batch.length;
    for (const answer of yield batch.map(url => ({ url }))) {
      if ([401, 403, 404, 410].includes(answer.status)) {
        refused += 1;
        continue;
      }
      const page = readJson(answer, 'OSF');
      const entries = rows(at(page, 'data'));
      found.push(...entries.filter(entry => at(entry, 'attributes', 'kind') === 'file').map(entry => fileOf(entry)).filter(isPresent));
      const folders = entries.filter(entry => at(entry, 'attributes', 'kind') === 'folder').map(entry => related(entry, 'files')).filter(isPresent).map(paged);
      const more = [inside(word(at(page, 'links', 'next'))), ...folders].filter(isPresent).filter(url => !seen.has(url));
      for (const url of more) seen.add(url);
      waiting = [...waiting, ...more];
    }
  }
  return { files: found, unopened: waiting.length, refused };
}

const paged = (url: string): string => `${url}${url.includes('?') ? '&' : '?'}page%5Bsize%5D=100`;

function fileOf(entry: unknown): DatasetFile | null {
  const attributes = at(entry, 'attributes');
  const url = word(at(entry, 'links', 'download'));
  if (url === null || !url.startsWith('https://')) return null;
  const provider = word(at(attributes, 'provider')) ?? 'osfstorage';
  const whole = String(at(attributes, 'materialized_path') ?? at(attributes, 'materialized') ?? `/${String(at(attributes, 'name') ?? '')}`).replace(/^\//, '');
  const path = composed(provider === 'osfstorage' ? whole : `${provider}/${whole}`); // two providers may hold the same name
  const hashes = at(attributes, 'extra', 'hashes');
  const sha256 = word(at(hashes, 'sha256'));
  const checksum = sha256 === null ? checksumOf(word(at(hashes, 'md5')), 'md5') : checksumOf(`sha256:${sha256}`, 'md5');
  return { path, size: count(at(attributes, 'size')), checksum, urls: [url], selected: true, availability: 'online', unsafe: isUnsafe(path) };
}

/** Those who are to be cited. */
function creator(row: unknown): Creator | null {
  if (flag(at(row, 'attributes', 'bibliographic')) === false) return null;
  const user = at(row, 'embeds', 'users', 'data', 'attributes');
  const name = word(at(user, 'full_name')) ?? word(at(row, 'attributes', 'unregistered_contributor'));
  return creatorOf({ name, given: word(at(user, 'given_name')), family: word(at(user, 'family_name')), orcid: word(at(user, 'social', 'orcid')) });
}

const licenceIn = (answer: unknown): Licence | null =>
  licenceOf({ name: word(at(answer, 'data', 'attributes', 'name')), url: word(at(answer, 'data', 'attributes', 'url')) }, 'osf record');

function draftOf(data: unknown, known: Pick<Draft, 'files' | 'creators' | 'licence' | 'sources' | 'doi'>): Draft {
  const [attributes, id] = [at(data, 'attributes'), word(at(data, 'id')) ?? ''];
  const frozen = at(data, 'type') === 'registrations' || at(attributes, 'registration') === true;
  return {
    ...emptyDraft, ...known, archive: 'osf', status: known.files.length === 0 ? 'metadata-only' : 'resolved',
    title: oneLine(word(at(attributes, 'title')) ?? ''), description: plainText(word(at(attributes, 'description')) ?? '') || null, publisher: 'OSF',
    publicationDate: dateOrNull(word(at(attributes, 'date_registered')) ?? word(at(attributes, 'date_created'))),
    keywords: rows(at(attributes, 'tags')).map(word).map(lineOrNull).filter(isPresent), recordUrl: `https://osf.io/${id}/`,
    notes: [
      ...(frozen ? [] : ['An OSF project has no versions: its files may change at any time, and only the checksums tell. A registration of it is frozen, and has its own DOI.']),
      ...(known.files.length === 0 ? ['The record lists no files.'] : []),
    ],
  };
}

export const osf: ArchiveReader = {
  name: 'osf', hosts: ['osf.io', 'www.osf.io', 'api.osf.io'], clients: ['cos.osf'], prefixes: ['10.17605'],
  recordId: page => {
    const path = page.hostname === 'doi.org' ? /^\/10\.17605\/osf\.io(\/.*)$/i.exec(page.pathname)?.[1] ?? '' : page.pathname;
    const id = /^\/(?:v2\/(?:nodes|registrations|guids)\/|project\/)?([a-z0-9]{5,6})(?=\/|$)/i.exec(path)?.[1]?.toLowerCase() ?? null;
    return id === null || WORDS.includes(id) ? null : id;
  },
  read,
};

