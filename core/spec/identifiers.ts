// The identifiers of the field, by their form alone: DOI, ORCID, ROR, SPDX, and the names made of a title.

import { normal } from '../signs.ts';
import { isModule } from './modules.ts';

// ---- DOI

const LONGEST = 2000; // characters of an identifier or an address that are looked at
const BARE = /^10\.\d{4,9}(?:\.\d+)*\/\S+$/u;
const RESOLVERS = /^(?:dx\.|www\.)?doi\.org$|^hdl\.handle\.net$/i;
// Control, invisible and text-reordering characters, and halves of surrogate pairs: never part of a DOI.
const FOREIGN = /[\p{Cc}\p{Cf}\p{Cs}\s"\\^`{|}]/u;

/** Drops what a sentence puts after a DOI: punctuation, quotes, and brackets that were not opened in it. */
function withoutTail(text: string): string {
  const opened: Readonly<Record<string, string>> = { ')': '(', ']': '[', '>': '<', '}': '{' };
  const times = (words: string, sign: string): number => words.split(sign).length - 1;
  let rest = text;
  for (;;) {
    const last = rest.at(-1) ?? '';
    const open = opened[last];
    const loose = open === undefined ? /[.,;:!?'"’”/]/u.test(last) : times(rest, last) > times(rest, open);
    if (!loose) return rest;
    rest = rest.slice(0, -1);
  }
}

/** What %xx stands for; the text as it is where that is broken. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray "%": the DOI stands as it was written
  }
}

function bareDoi(text: string): string | null {
  const doi = withoutTail(text);
  return BARE.test(doi) && !FOREIGN.test(doi) && !/\/\.{1,2}(?:\/|$)/.test(doi) ? doi : null;
}

/** The DOI in an address: doi.org/DOI, or any host's /doi/DOI, /doi:DOI and ?persistentId=doi:DOI. */
function doiOfAddress(text: string): string | null {
  const [, host = '', path = '', query = ''] = /^https?:\/\/([^/?#]+)\/([^?#]*)(?:\?([^#]*))?/i.exec(text) ?? [];
  if (RESOLVERS.test(host)) return bareDoi(decoded(path));
  const persistent = new URLSearchParams(query).get('persistentId') ?? '';
  const found = /(?:^|\/)doi(?:\/|:)(10\..*)/i.exec(decoded(path))?.[1] ?? /^doi:(10\..*)/i.exec(persistent)?.[1];
  return found === undefined ? null : bareDoi(found);
}

/** The DOI in any usual spelling, with the letters' case as written; null if it is none. */
export function parseDoi(text: string): string | null {
  if (text.length > LONGEST) return null;
  const trimmed = text.trim().replace(/^[<("'“]+/u, '');
  if (/^https?:\/\//i.test(trimmed)) return doiOfAddress(trimmed);
  if (/^(?:dx\.|www\.)?doi\.org\//i.test(trimmed)) return doiOfAddress(`https://${trimmed}`);
  const named = trimmed.replace(/^(?:info:doi\/|urn:doi:|doi:?)\s*/i, '');
  if (/^https?:\/\//i.test(named)) return doiOfAddress(named);
  return bareDoi(/^10\.[\d.]+%2f/i.test(named) ? decoded(named) : named);
}

/** DOIs ignore case. */
export const sameDoi = (a: string | null, b: string | null): boolean => a !== null && b !== null && a.toLowerCase() === b.toLowerCase();

/** A DOI inside an address's path: the slash stays. */
export const encodeDoi = (doi: string): string => encodeURI(doi).replace(/[?#]/g, encodeURIComponent);

export const doiUrl = (doi: string): string => `https://doi.org/${encodeDoi(doi)}`;

// ---- ORCID, ROR

/** The bare ORCID iD (0000-0002-1825-0097) if the check digit is right (ISO 7064, 11-2); from an address or without hyphens, too. */
export function parseOrcid(text: string): string | null {
  const bare = text.trim().replace(/^(?:https?:\/\/)?(?:www\.)?orcid\.org\//i, '').replace(/\/$/, '').toUpperCase();
  if (!/^(?:\d{4}-\d{4}-\d{4}-\d{3}|\d{15})[\dX]$/.test(bare)) return null;
  const digits = bare.replaceAll('-', '');
  let total = 0;
  for (const digit of digits.slice(0, -1)) total = (total + Number(digit)) * 2;
  const check = (12 - (total % 11)) % 11;
  if (digits.at(-1) !== (check === 10 ? 'X' : String(check))) return null;
  return digits.replace(/^(.{4})(.{4})(.{4})/, '$1-$2-$3-');
}

/** The ROR address of an organisation, from the address or the bare id; by form only. */
export function parseRor(text: string): string | null {
  const [, id] = /^(?:(?:https?:\/\/)?ror\.org\/)?(0[a-hj-km-np-tv-z0-9]{6}\d{2})\/?$/i.exec(text.trim()) ?? [];
  return id === undefined ? null : `https://ror.org/${id.toLowerCase()}`;
}

// ---- names

const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i',
  α: 'alpha', β: 'beta', γ: 'gamma', δ: 'delta', λ: 'lambda', μ: 'mu', µ: 'mu', ν: 'nu', π: 'pi', σ: 'sigma', τ: 'tau', χ: 'chi', ψ: 'psi', ω: 'omega',
};

/** [a-z0-9-], for directories and distributions; a title without any such letter becomes "project". */
export function slugOf(title: string): string {
  const latin = normal(title, 'NFKD').replace(/\p{M}+/gu, '').toLowerCase().replace(/[^\p{ASCII}]/gu, letter => LETTERS[letter] ?? ' ');
  const slug = latin.replace(/['’]/g, '').replace(/[^a-z0-9]+/g, '-').slice(0, 60).replace(/^-+|-+$/g, '');
  return slug || 'project';
}

const PYTHON_WORDS = new Set(
  ('and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise '
    + 'return try while with yield match case type false none true').split(' '),
);
// Folders of a project: a package of such a name would be mistaken for one.
const OWN_FOLDERS = new Set('configs data docs models notebooks references reports src test tests'.split(' '));

export const LONGEST_PACKAGE = 40; // longer names would push lines of the generated Python over its line length

/** Can a Python package bear this name: an identifier in lower case, no keyword, no module it would hide. */
export const isPackageName = (name: string): boolean =>
  /^[a-z][a-z0-9_]*$/.test(name) && name.length <= LONGEST_PACKAGE && !PYTHON_WORDS.has(name) && !OWN_FOLDERS.has(name) && !isModule(name);

/** A distribution that is called like one that it needs cannot be installed. */
export const distributionOf = (slug: string): string => (isModule(slug.replaceAll('-', '_')) ? `${slug}-project` : slug);

/** The Python form of a slug. */
export function packageOf(slug: string): string {
  const name = slugOf(slug).replaceAll('-', '_').slice(0, LONGEST_PACKAGE - '_project'.length).replace(/_+$/, '');
  if (isPackageName(name)) return name;
  return /^\d/.test(name) ? `project_${name}` : `${name}_project`;
}
