// schema.org's Dataset as JSON-LD, in a landing page or as a document of its own: what it says of the record and of its files.
import type { Creator, Licence, Variable } from '../spec/dataset.ts';
import { parseDoi } from '../spec/identifiers.ts';
import { authorProblem, parseAuthor } from '../spec/people.ts';
import { emptyDraft, type Draft } from './archive.ts';
import { creatorOf } from './creators.ts';
import { checksumOf } from './files.ts';
import { at, count, isPresent, word } from './json.ts';
import { licenceOf } from './licence.ts';
import { addressOf } from './signposting.ts';
import { dateOrNull, lineOrNull, oneLine, plainText } from './text.ts';

/** One file that a Dataset distributes. */
export interface Distribution {
  readonly url: string;
  readonly name: string | null;
  readonly size: number | null; // only where it is exact
  readonly checksum: string | null;
  readonly type: string | null; // media type
}

const LONGEST_TEXT = 20_000; // characters of a title or a description: nobody reads more

/** JSON-LD writes one value bare, several in a list, and lists also as @list. */
const several = (value: unknown): readonly unknown[] => {
  const inner = at(value, '@list') ?? value;
  return Array.isArray(inner) ? inner : inner === undefined || inner === null ? [] : [inner];
};

/** A text as JSON-LD may wrap it: bare, as @value, as an address, or as a thing with a name. */
const textOf = (value: unknown): string | null => several(value).map(one => word(one) ?? word(at(one, '@value')) ?? word(at(one, 'name')) ?? word(at(one, '@id'))).find(isPresent)?.slice(0, LONGEST_TEXT) ?? null;
const addressIn = (value: unknown): string | null => several(value).map(one => word(one) ?? word(at(one, '@id')) ?? word(at(one, 'url'))).find(isPresent) ?? null;

const isA = (node: unknown, type: string): boolean => several(at(node, '@type')).some(name => word(name)?.replace(/^(?:https?:\/\/schema\.org\/|schema:|sc:)/, '') === type);

/** The JSON of a page's `<script type="application/ld+json">`; what does not parse is left out. */
export function jsonLdOf(html: string): readonly unknown[] {
  const found: unknown[] = [];
  const opening = /<script\b[^<>]{0,2000}>/gi;
  for (let tag = opening.exec(html); tag !== null; tag = opening.exec(html)) {
    const end = html.indexOf('</script', opening.lastIndex); // not by a pattern: a hostile page must not keep it searching
    if (end < 0) break;
    if (/\bapplication\/ld\+json\b/i.test(tag[0])) found.push(...parsed(html.slice(opening.lastIndex, end)));
    opening.lastIndex = end;
  }
  return found;
}

function parsed(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}

/** The Dataset in a document: the first that distributes something, else the first. */
export function datasetIn(documents: readonly unknown[]): unknown {
  const nodes = documents.flatMap(several).flatMap(one => [one, ...several(at(one, '@graph')), ...several(at(one, 'mainEntity'))]);
  const datasets = nodes.filter(node => isA(node, 'Dataset'));
  return datasets.find(node => several(at(node, 'distribution')).length > 0) ?? datasets[0];
}

function creatorIn(node: unknown): Creator | null {
  const [given, family] = [textOf(at(node, 'givenName')), textOf(at(node, 'familyName'))];
  const full = given !== null && family !== null;
  const name = full ? `${family}, ${given}` : textOf(node);
  const orcid = [at(node, '@id'), at(node, 'identifier'), at(node, 'url'), at(node, 'sameAs')].flatMap(several).map(addressIn).find(id => id !== null && /orcid\.org/i.test(id)) ?? null;
  const collective = isA(node, 'Organization');
  const parsed = !full && isA(node, 'Person') && name !== null && authorProblem(name) === null ? parseAuthor(name) : null;
  const split = parsed?.kind === 'person' ? { name: `${parsed.family}, ${parsed.given}`, given: parsed.given, family: parsed.family } : { name, given, family };
  return creatorOf({ ...split, orcid, collective, affiliations: several(at(node, 'affiliation')).map(textOf) });
}

function licenceIn(node: unknown, source: string): Licence | null {
  const all = several(at(node, 'license')).map(one => {
    const text = word(one);
    const url = addressIn(at(one, 'url')) ?? word(at(one, '@id')) ?? text;
    return licenceOf({ name: word(at(one, 'name')) ?? text, url: url !== null && /^https?:/i.test(url) ? url : null }, source);
  }).filter(isPresent);
  return all.find(({ spdx }) => spdx !== null) ?? all[0] ?? null;
}

function variableIn(value: unknown): Variable | null {
  const name = lineOrNull(textOf(value));
  return name === null ? null : { name, type: null, unit: lineOrNull(textOf(at(value, 'unitText'))), description: lineOrNull(textOf(at(value, 'description'))) };
}

/** Bytes, where they are exact: a number, or a number of bytes; "453.12 MB" is not. */
function exactSize(value: unknown): number | null {
  const [, digits] = /^(\d+)(?:\s*(?:b|bytes?))?$/i.exec(word(value) ?? '') ?? [];
  return digits === undefined ? null : count(Number(digits));
}

function distributionIn(node: unknown, base: string): Distribution | null {
  const url = addressOf(addressIn(at(node, 'contentUrl')), base);
  if (url === null || at(node, 'containedIn') !== undefined) return null; // a member of an archive that is listed itself
  const sha256 = word(at(node, 'sha256'));
  return {
    url, name: lineOrNull(textOf(at(node, 'name'))), size: exactSize(at(node, 'contentSize')), type: textOf(at(node, 'encodingFormat')) ?? textOf(at(node, 'fileFormat')),
    checksum: sha256 === null ? checksumOf(word(at(node, 'md5')), 'md5') : checksumOf(`sha256:${sha256}`, 'md5'),
  };
}

/** Why the files are not open, or null. */
function accessIn(node: unknown, base: string): string | null {
  const terms = lineOrNull(textOf(at(node, 'conditionsOfAccess')));
  const closed = at(node, 'isAccessibleForFree') === false || (terms !== null && !/unrestricted/i.test(terms) && /restrict|log-?in|password|embargo|moratorium|request|registration|access rights/i.test(terms));
  return closed ? `Restricted${terms === null ? '' : ` (${terms})`}: ${base}` : null;
}

const doiIn = (node: unknown): string | null => [at(node, '@id'), at(node, 'identifier'), at(node, 'url'), at(node, 'sameAs')].flatMap(several)
  .map(one => parseDoi(word(one) ?? word(at(one, 'value')) ?? word(at(one, '@id')) ?? '')).find(isPresent) ?? null;

const keywordsIn = (node: unknown): readonly string[] => [...new Set(several(at(node, 'keywords')).flatMap(one => (typeof one === 'string' ? one.slice(0, LONGEST_TEXT).split(/[;,]/) : [textOf(one)]).map(lineOrNull)).filter(isPresent))];

/** What the Dataset says, without its files; `source` names the licence's place. */
export function draftOfDataset(node: unknown, base: string, source: string): Draft {
  const creators = several(at(node, 'creator') ?? at(node, 'author'));
  return {
    ...emptyDraft, doi: doiIn(node), title: oneLine(textOf(at(node, 'name')) ?? ''), description: plainText(textOf(at(node, 'description')) ?? '') || null,
    creators: creators.map(creatorIn).filter(isPresent), licence: licenceIn(node, source), version: lineOrNull(textOf(at(node, 'version'))),
    publisher: lineOrNull(textOf(at(node, 'publisher'))), publicationDate: dateOrNull(textOf(at(node, 'datePublished'))), keywords: keywordsIn(node),
    access: accessIn(node, base), variables: several(at(node, 'variableMeasured')).map(variableIn).filter(isPresent),
  };
}

/** Its files: https addresses only, and no web pages. */
export const distributionsOf = (node: unknown, base: string): readonly Distribution[] =>
  several(at(node, 'distribution')).map(one => distributionIn(one, base)).filter(isPresent).filter(({ url, type }) => url.startsWith('https:') && !/html/i.test(type ?? ''));
