// A landing page that no reader of ours knows: what it says of itself by FAIR Signposting, else by schema.org. A page that says nothing is no error.
import type { Licence } from '../spec/dataset.ts';
import { parseDoi, parseOrcid } from '../spec/identifiers.ts';
import { ask, isPage, sourceOf } from './answers.ts';
import type { Answer, Asking, Draft } from './archive.ts';
import { isPresent } from './json.ts';
import { licenceOf } from './licence.ts';
import { linkedFiles } from './linked.ts';
import { datasetIn, distributionsOf, draftOfDataset, jsonLdOf, type Distribution } from './schema-org.ts';
import { linksOfHeader, linksOfLinkset, linksOfPage, type TypedLink } from './signposting.ts';

/** What the page says; null if it says nothing of a dataset, or if no page answers. */
export function* readWeb(address: URL): Asking<Draft | null> {
  const answer = yield* ask({ url: address.href.replace(/^http:/i, 'https:').replace(/#.*$/, ''), accept: 'text/html', optional: true });
  if (answer.status !== 200 || !isPage(answer)) return null; // refused, out of order, a check for browsers
  const own = [...linksOfHeader(answer.headers.link ?? '', answer.url), ...linksOfPage(answer.body, answer.url)];
  const linkset = yield* linked(own, 'linkset', 'application/linkset+json');
  const links = [...own, ...linksOfLinkset(linkset?.json, answer.url)];
  const inPage = datasetIn(jsonLdOf(answer.body));
  const beside = inPage === undefined ? yield* linked(links, 'describedby', 'application/ld+json') : null;
  const dataset = inPage ?? datasetIn([beside?.json]);
  const items = itemsOf(links, distributionsOf(dataset, answer.url));
  const doi = links.filter(({ rel }) => rel === 'cite-as').map(({ href }) => parseDoi(href)).find(isPresent) ?? null;
  if (dataset === undefined && items.length === 0 && doi === null) return null;
  const said = draftOfDataset(dataset, answer.url, 'landing page (schema.org)');
  const { files, notes } = yield* linkedFiles(items);
  return {
    ...said, archive: 'web', status: files.length === 0 ? 'metadata-only' : 'resolved', doi: doi ?? said.doi, licence: licenceIn(links) ?? said.licence, recordUrl: answer.url,
    files: said.access === null ? files : files.map(file => (file.availability === 'online' ? file : { ...file, availability: 'restricted' })),
    notes: [...(files.length === 0 ? [] : [`The list of files is what ${new URL(answer.url).hostname} says in its landing page (${items.some(({ signposted }) => signposted) ? 'FAIR Signposting' : 'schema.org'}).`]), ...authorNotes(links, said), ...notes],
    sources: [answer, linkset?.answer, beside?.answer].filter(source => source !== undefined).map(sourceOf),
  };
}

/** The JSON that one of the links leads to, if it answers with any. */
function* linked(links: readonly TypedLink[], rel: string, type: string): Asking<{ readonly answer: Answer; readonly json: unknown } | null> {
  const link = links.find(one => one.rel === rel && one.type === type && one.profile === null && one.href.startsWith('https:'));
  if (link === undefined) return null;
  const answer = yield* ask({ url: link.href, accept: type, optional: true });
  if (answer.status !== 200) return null;
  try {
    return { answer, json: JSON.parse(answer.body) };
  } catch {
    return null;
  }
}

type Item = Distribution & { readonly signposted: boolean };

const lastPart = (url: string): string => new URL(url).pathname.split('/').filter(part => part !== 'content' && part !== 'download').at(-1) ?? '';

/** The links of Signposting, with what schema.org knows of the same file; without any, the files of schema.org. */
function itemsOf(links: readonly TypedLink[], distributions: readonly Distribution[]): readonly Item[] {
  const items = new Map(links.filter(({ rel, href, type }) => rel === 'item' && href.startsWith('https:') && !/html/i.test(type ?? '')).map(link => [link.href, link]));
  if (items.size === 0) return [...new Map(distributions.map(one => [one.url, { ...one, signposted: false }])).values()];
  const [byUrl, byName, times] = [new Map<string, Distribution>(), new Map<string, Distribution>(), new Map<string, number>()];
  for (const one of distributions) {
    const name = lastPart(one.url);
    byUrl.set(one.url, one);
    byName.set(name, one);
    times.set(name, (times.get(name) ?? 0) + 1);
  }
  return [...items.values()].map(({ href, type }) => {
    const name = lastPart(href);
    const same = byUrl.get(href) ?? (times.get(name) === 1 ? byName.get(name) : undefined);
    return { url: href, name: same?.name ?? null, size: same?.size ?? null, checksum: same?.checksum ?? null, type, signposted: true };
  });
}

const licenceIn = (links: readonly TypedLink[]): Licence | null =>
  links.filter(({ rel }) => rel === 'license').map(({ href }) => licenceOf({ url: href }, 'landing page (Signposting)')).find(isPresent) ?? null;

/** Signposting names authors by address alone; where nothing else names them, the addresses are passed on. */
function authorNotes(links: readonly TypedLink[], { creators }: Draft): readonly string[] {
  const orcids = [...new Set(links.filter(({ rel }) => rel === 'author').map(({ href }) => parseOrcid(href)).filter(isPresent))];
  return creators.length > 0 || orcids.length === 0 ? [] : [`The landing page names its authors by ORCID alone: ${orcids.slice(0, 5).join(', ')}${orcids.length > 5 ? ` and ${orcids.length - 5} more` : ''}.`];
}
