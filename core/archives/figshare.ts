// Figshare, its institutional portals, and 4TU.ResearchData, whose program answers in Figshare's words.
import { UserError } from '../errors.ts';
import { sameDoi } from '../spec/identifiers.ts';
import { ask, askBoth, jsonOrNull, readJson, refused, sourceOf } from './answers.ts';
import { NoRecord, type Answer, type ArchiveReader, type Asking, type Draft, type Place } from './archive.ts';
import { draftOf, linksOf, type Listed } from './figshare-article.ts';
import { at, count, rows, word } from './json.ts';

interface Service {
  readonly title: string;
  readonly api: string;
  readonly shown: number; // files that an article holds itself; the others are listed apart
}

const FIGSHARE: Service = { title: 'Figshare', api: 'https://api.figshare.com/v2', shown: 10 };
const FOURTU: Service = { title: '4TU.ResearchData', api: 'https://data.4tu.nl/v2', shown: Infinity };

const PER_PAGE = 1000;

/** The number in the DOI's ".v2"; without it a DOI leads to the newest version. */
const versionIn = (doi: string | null): string | null => /\.v(\d+)$/i.exec(doi ?? '')?.[1] ?? null;

/** The article's own name, where neither the DOI nor the page tells it. */
function* searched({ api, title }: Service, doi: string | null): Asking<string | null> {
  for (const name of doi === null ? [] : new Set([doi, doi.replace(/\.v\d+$/i, '')])) {
    const [row] = rows(readJson(yield* ask({ url: `${api}/articles?doi=${encodeURIComponent(name)}` }), title));
    const id = word(at(row, 'id')) ?? word(at(row, 'uuid'));
    if (id !== null) return id;
  }
  return null;
}

function refuse(answer: Answer, { title }: Service, id: string): Error {
  const { status } = answer;
  if (status === 404) return new NoRecord(`${title} has no public article ${id}`, 'Check the address; --dataset takes the DOI, too.');
  if (status === 410) return new UserError(`${title} has removed article ${id}: ${answer.url}`, 'Choose another version of it, or another dataset.');
  if (status === 401 || status === 403) return new UserError(`${title} does not show article ${id} to everybody (status ${status})`, 'Ask its owners for access, download the files by hand and give their folder as --dataset.');
  return refused(answer, title);
}

/** The article itself, and the number of its newest version where that is known. */
function* article({ api }: Service, id: string, version: string | null): Asking<readonly [Answer, string | null]> {
  if (version === null) {
    const answer = yield* ask({ url: `${api}/articles/${id}` });
    return [answer, word(at(jsonOrNull(answer), 'version'))];
  }
  const [answer, newest] = yield* askBoth({ url: `${api}/articles/${id}/versions/${version}` }, { url: `${api}/articles/${id}` });
  return [answer, newest.status === 200 ? word(at(jsonOrNull(newest), 'version')) : null];
}

/** All files: those that the article does not hold itself come in pages. */
function* listed(json: unknown, { api, title, shown }: Service, id: string): Asking<Listed> {
  const own = rows(at(json, 'files'));
  const total = own.reduce<number>((sum, row) => sum + (count(at(row, 'size')) ?? 0), 0);
  if (own.length < shown || total === count(at(json, 'size'))) return { rows: own, sources: [] };
  const found: unknown[] = [];
  const answers: Answer[] = [];
  for (let page = 1; ; page += 1) {
    const answer = yield* ask({ url: `${api}/articles/${id}/versions/${word(at(json, 'version')) ?? '1'}/files?page=${page}&page_size=${PER_PAGE}` });
    const some = rows(readJson(answer, title));
    found.push(...some);
    answers.push(answer);
    if (some.length < PER_PAGE) return { rows: found, sources: answers.map(sourceOf) };
  }
}

/** At a host that nobody listed a page may look like Figshare's and its number may belong to somebody else's article. */
function belongs(answer: Answer, { host, doi }: Place): boolean {
  const json = answer.status === 200 ? jsonOrNull(answer) : null;
  const stem = (text: string | null): string | null => text?.replace(/\.v\d+$/i, '') ?? null;
  return linksOf(json).some(link => link.hostname === host) || sameDoi(stem(word(at(json, 'doi'))), stem(doi));
}

function* readArticle(place: Place, service: Service, listedHost: boolean): Asking<Draft | null> {
  const [named = null, shown = null] = place.id?.split('/') ?? [];
  const id = named ?? (yield* searched(service, place.doi));
  if (id === null && listedHost) throw new NoRecord(`${place.doi ?? place.host} leads to ${service.title}, but to no article there`, 'Give the address of the article: https://figshare.com/articles/dataset/<title>/<number>');
  if (id === null) return null;
  const [answer, newest] = yield* article(service, id, versionIn(place.doi) ?? shown);
  if (!listedHost && !belongs(answer, place)) return null;
  if (answer.status !== 200) throw refuse(answer, service, id);
  const json = readJson(answer, service.title);
  const list = yield* listed(json, service, id);
  return draftOf(json, { title: service.title, asked: place.doi, newest, list, sources: [sourceOf(answer), ...list.sources], page: `https://${place.host}` });
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const PAGE = new RegExp(`^/(?:v2/)?(?:articles|datasets|repository)/(?:[^/]+/){0,2}?(?:uuid:)?(\\d{5,}|${UUID})(?:/(?:versions/)?(\\d{1,4}))?/?$`, 'i');
const DOI = new RegExp(`^/10\\.[\\d.]+/(?:.*[./:])?(\\d{4,}|${UUID})(?:\\.v(\\d+))?$`, 'i');

function recordId(page: URL): string | null {
  const path = page.pathname.replaceAll('%3A', ':');
  const [, id, version] = (page.hostname === 'doi.org' ? DOI : PAGE).exec(path) ?? [];
  return id === undefined ? null : version === undefined ? id : `${id}/${version}`;
}

const hosts = ['figshare.com', 'www.figshare.com', 'api.figshare.com', 'plos.figshare.com', 'springernature.figshare.com', 'plus.figshare.com'];
const isOurs = (host: string): boolean => hosts.includes(host) || host.endsWith('.figshare.com');

export const figshare: ArchiveReader = {
  name: 'figshare', hosts, clients: ['figshare.ars', 'figshare.orcid'], prefixes: ['10.6084'], recordId,
  looksLike: page => PAGE.test(page.pathname) && (isOurs(page.hostname) || /^\/articles\/[a-z_]+\/[^/]+\/\d/.test(page.pathname)),
  read: place => readArticle(place, FIGSHARE, isOurs(place.host)),
};

export const fourtu: ArchiveReader = {
  name: 'figshare', hosts: ['data.4tu.nl'], clients: ['delft.data4tu'], prefixes: ['10.4121'], recordId,
  read: place => readArticle(place, FOURTU, true),
};
