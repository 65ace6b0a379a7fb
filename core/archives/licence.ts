// The licence of a dataset in an archive's own words, matched with SPDX where that is possible.
import type { Licence } from '../spec/dataset.ts';
import { findSpdx, findSpdxByName, once, spdxLicences, type SpdxLicence } from '../spec/spdx.ts';
import { lineOrNull } from './text.ts';

interface Words {
  readonly id?: string | null;
  readonly name?: string | null;
  readonly url?: string | null;
}

const LONGEST = 2000; // characters of an address or a name that are compared

/** An access level ("Open Access"), which archives write among the licences. */
const isAccessLevel = ({ id, name, url }: Words): boolean =>
  [id, name, url].some(word => /eu-repo\/semantics\/|^(?:open|restricted|embargoed|closed)\s*access$/i.test(word?.trim() ?? ''));

/** An address as it can be compared: without scheme, "www.", and the endings of one and the same text. */
const place = (url: string): string => url.trim().toLowerCase()
  .replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/licence?s?\//, '/license/')
  .replace(/(?:\/(?:legalcode|deed)(?:\.[\w-]+)?|\.html?|\.txt|\.php|-standalone\.html)$/, '').replace(/\/+$/, '');

const byPlace = once(() => new Map(spdxLicences().flatMap(licence => (licence.url === null ? [] : [[place(licence.url), licence] as const]))));

function ofCreativeCommons(url: string): SpdxLicence | null {
  const [, kind, code = '', version = '', country = ''] =
    /creativecommons\.org\/(licenses|publicdomain)\/([a-z-]+)\/(\d\.\d)(?:\/([a-z]{2,3})(?=\/|$))?/i.exec(url) ?? [];
  if (kind === undefined) return null;
  if (kind.toLowerCase() === 'licenses') return findSpdx(`CC-${code}-${version}${country && `-${country}`}`);
  return findSpdx({ zero: `CC0-${version}`, mark: `CC-PDM-${version}` }[code.toLowerCase()] ?? '');
}

function ofUrl(url: string): SpdxLicence | null {
  if (url.length > LONGEST) return null;
  const [, id] = /(?:spdx\.org\/licenses|opensource\.org\/licen[sc]es?)\/([\w.+-]+?)(?:\.html|\.json)?\/?$/i.exec(url) ?? [];
  return ofCreativeCommons(url) ?? (id === undefined ? null : findSpdx(id)) ?? byPlace().get(place(url)) ?? null;
}

// Ids that Zenodo and others used before they took SPDX's.
const OLD: Readonly<Record<string, string>> = {
  'cc-zero': 'CC0-1.0', cc0: 'CC0-1.0', 'mit-license': 'MIT', 'apache2.0': 'Apache-2.0', 'apache-2': 'Apache-2.0', 'odc-by': 'ODC-By-1.0', odbl: 'ODbL-1.0',
  'odc-odbl': 'ODbL-1.0', 'odc-pddl': 'PDDL-1.0', pddl: 'PDDL-1.0',
};

function ofWords(words: string): SpdxLicence | null {
  if (words.length > LONGEST) return null;
  const dashed = words.trim().toLowerCase().replace(/[\s_]+/g, '-');
  return findSpdx(words) ?? findSpdx(dashed) ?? findSpdx(OLD[dashed] ?? '') ?? findSpdxByName(words);
}

/** Some archives put whole terms of use where a name belongs. */
const shortened = (name: string): string => (name.length > 120 ? `${name.slice(0, 119)}…` : name);

/** The licence that the words mean; null if there are none, or if they only name an access level. */
export function licenceOf(words: Words, source: string): Licence | null {
  const [id, name, url] = [lineOrNull(words.id ?? null), lineOrNull(words.name ?? null), lineOrNull(words.url ?? null)];
  const own = id ?? name ?? url;
  if (own === null || isAccessLevel(words)) return null;
  const found = (id && ofWords(id)) || (url && ofUrl(url)) || (name && (ofWords(name) ?? ofUrl(name))) || null;
  const address = url !== null && /^https?:\/\//i.test(url) ? url : null;
  if (found === null) return { spdx: null, name: shortened(name ?? own), url: address, source };
  return { spdx: found.id, name: found.name, url: address ?? `https://spdx.org/licenses/${found.id}.html`, source };
}

/** What a person should know of a licence, or of its absence. */
export function licenceNotes(licence: Licence | null): readonly string[] {
  if (licence === null) return ['No licence is stated: ask the authors before you share the data or what was made of it.'];
  if (licence.spdx === null) return [`The licence "${licence.name}" (${licence.source}) matches none that SPDX knows: read its own text.`];
  return [];
}
