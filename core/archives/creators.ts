// Who made a dataset, as archives write it: "Family, Given", or a collaboration as it stands.
import type { Creator } from '../spec/dataset.ts';
import { parseOrcid } from '../spec/identifiers.ts';
import { isPresent } from './json.ts';
import { lineOrNull } from './text.ts';

const COLLECTIVE = /\b(?:collaborations?|consortium|contributors|group|team|project|experiment|university|universität|institute?|laborator(?:y|ies)|lab|centre|center|survey|network|society|foundation|department|agency)\b/i;
const DEGREE = /^(?:[BM]\.?(?:Sc?|A|D)|Ph\.?\s?D|Dr|Prof|Jr|Sr|I{2,3}|RN|MPH|MBA)\.?$/i; // "Jane Doe, PhD" is no "Family, Given"

const LONGEST = 1000; // characters of a name

interface Words {
  readonly name: string | null;
  readonly given?: string | null;
  readonly family?: string | null;
  readonly orcid?: string | null; // bare or an address; dropped if the check digit is wrong
  readonly affiliations?: readonly (string | null)[];
  readonly collective?: boolean; // said so by the archive
  readonly spoken?: boolean; // the archive writes "Given Family"; believed of two words that name no collective
}

export function creatorOf(words: Words): Creator | null {
  const [given, family] = [lineOrNull(words.given ?? null), lineOrNull(words.family ?? null)];
  const name = lineOrNull(words.name)?.slice(0, LONGEST) ?? (family && given ? `${family}, ${given}` : family ?? given);
  if (name === null) return null;
  const affiliation = [...new Set((words.affiliations ?? []).map(lineOrNull).filter(isPresent))].join('; ') || null;
  const orcid = parseOrcid(words.orcid ?? '');
  if (words.collective === true) return { name, given: null, family: null, orcid, affiliation };
  if (family !== null) return { name, given, family, orcid, affiliation };
  const [, first = null, last = null] = words.spoken === true && (orcid !== null || !COLLECTIVE.test(name)) ? /^((?:[^\s,]+|\p{Lu}\.(?: ?\p{Lu}\.)*)) ([^\s,]+)$/u.exec(name) ?? [] : [];
  if (last !== null) return { name, given: first, family: last, orcid, affiliation };
  const [, before = '', after = ''] = /^([^,]+),\s*([^,]+)$/.exec(name) ?? [];
  const person = before !== '' && !COLLECTIVE.test(name) && !DEGREE.test(after.trim());
  return { name, given: person ? after.trim() : null, family: person ? before.trim() : null, orcid, affiliation };
}

/** One field that holds several people: "Enos, Ryan (Harvard University); Fowler, Anthony (…)". */
export function creatorsOf(words: Words): readonly Creator[] {
  const parts = (words.name ?? '').split(/;\s+/);
  const several = parts.length > 1 && parts.every(part => part.length <= LONGEST && /^[^,]+,/.test(part));
  if (!several) return [creatorOf(words)].filter(isPresent);
  return parts.map(part => {
    const [, name = part, affiliation = null] = /^(.*?)\s*\(([^()]*)\)$/.exec(part) ?? [];
    return creatorOf({ name, affiliations: [affiliation] });
  }).filter(isPresent);
}

/** The words of a name in any order: "Noether, Emmy" and "Emmy Noether" are one person. */
const wordsOf = ({ name }: Creator): string => name.toLowerCase().split(/[\s,]+/).filter(part => part !== '').sort().join(' ');

/** Creators as the archive lists them; where it gives no parts of a name, ORCID or affiliation, those of DataCite's creator of the same name. */
export function creatorsOfBoth(own: readonly Creator[], others: readonly Creator[]): readonly Creator[] {
  if (own.length === 0) return others;
  const known = new Map([...others].reverse().map(other => [wordsOf(other), other])); // of several the first
  return own.map(creator => {
    const twin = known.get(wordsOf(creator));
    if (twin === undefined) return creator;
    const named = twin.family !== null && (creator.family === null || !creator.name.includes(',')) ? twin : creator;
    return { name: named.name, given: named.given, family: named.family, orcid: creator.orcid ?? twin.orcid, affiliation: creator.affiliation ?? twin.affiliation };
  });
}

const SHOWN = 10;

/** "Creators (year). Title. Publisher. https://doi.org/…", or null when nobody is named. */
export function citationOf(record: {
  readonly creators: readonly Creator[]; readonly publicationDate: string | null; readonly title: string; readonly publisher: string | null;
}, address: string | null): string | null {
  const names = record.creators.map(({ name }) => name);
  if (names.length === 0 || record.title === '') return null;
  const who = names.length > SHOWN ? `${names.slice(0, SHOWN).join('; ')} et al.` : names.join('; ');
  const year = record.publicationDate?.slice(0, 4);
  const parts = [year === undefined ? who : `${who} (${year})`, record.title, record.publisher].filter(part => part !== null);
  return [...parts.map(part => (/[.?!]$/.test(part) ? part : `${part}.`)), address].filter(part => part !== null).join(' ');
}
