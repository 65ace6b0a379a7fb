// Authors as people type them: "Given Family <mail>", "Family, Given", or a collaboration.
import { UserError } from '../errors.ts';
import { hiddenSign, isReadable, normal } from '../signs.ts';
import type { Author } from './spec.ts';
import { parseOrcid, parseRor } from './identifiers.ts';

const collective = /\b(collaboration|team|group|contributors|consortium|project|experiment|authors|laboratory|institute|university)\b/i;
// Whatever ends so is a name as it stands: "The <title> contributors", with any title.
const wholeName = /\b(collaboration|contributors)$/i;
// Particles that belong to the family name: Ludwig van Beethoven, Rosa de la Cruz.
const particle = /^(van|von|vom|zu|zur|zum|der|den|de|del|della|di|da|do|dos|das|du|des|la|le|las|los|ten|ter|af|av|bin|ibn|al|el|y|e)$/;
const LONGEST = 1000; // characters of a name with its mail
// As CITATION.cff takes it: a host with a dot in it, and nothing that ends or quotes an address.
const mail = /^[^\s@<>"(),:;\\[\]]+@[^\s@<>"(),:;\\[\].]+(?:\.[^\s@<>"(),:;\\[\].]+)*\.[^\s@<>"(),:;\\[\].]{2,}$/;

/** Why this is no author, or null. */
export function authorProblem(text: string): string | null {
  const hidden = hiddenSign(text);
  if (hidden !== null) return `A name must stand on one line, without control and invisible characters: it holds ${hidden}.`;
  if (text.length > LONGEST) return `A name has at most ${LONGEST} characters.`;
  const { name, email } = split(text);
  if (name === '' || !isReadable(name)) return 'A name is needed: "Given Family <mail>", "Family, Given", or a collaboration.';
  if (email !== null && !mail.test(email)) return `'${email}' is no mail address: it looks like name@host.org.`;
  if (wholeName.test(name)) return null;
  if (/[<>]/.test(name)) return 'Only the mail address stands in angle brackets, after the name: Given Family <mail>.';
  if (/^[^\s@]+@[^\s@]+$/.test(name)) return 'That is a mail address without a name: Given Family <mail>.';
  if (name.includes('@')) return 'The mail address stands whole, in angle brackets, after the name: Given Family <mail>.';
  const parts = name.split(',').map((part) => part.trim());
  if (parts.length > 2 || parts.includes('')) return 'With a comma it is "Family, Given"; each author has an --author of their own.';
  return null;
}

/** One author; ORCID and affiliation belong to people only. */
export function parseAuthor(text: string, orcid: string | null = null, affiliation: string | null = null, ror: string | null = null): Author {
  const problem = authorProblem(text);
  if (problem !== null) throw new UserError(`--author '${text}': ${problem}`, 'Write --author "Given Family <mail>", --author "Family, Given" or the name of a collaboration.');
  const { name, email } = split(text);
  const { given, family } = names(name);
  if (given === '') {
    if (orcid !== null) throw new UserError(`An ORCID belongs to a person, and '${name}' reads as a collaboration.`, `Write the person as --author "Family, Given" before --orcid ${orcid}.`);
    return { kind: 'entity', name, email };
  }
  const problemOfOrcid = orcid === null ? null : orcidProblem(orcid);
  if (problemOfOrcid !== null) throw new UserError(`--orcid ${orcid}: ${problemOfOrcid}`, 'Copy it from https://orcid.org, or leave --orcid out.');
  const [place, organisation] = [affiliation?.trim() || null, parseRor(ror ?? '')];
  return { kind: 'person', given, family, email, orcid: orcid === null ? null : parseOrcid(orcid), affiliation: place, ...(place !== null && organisation !== null && { ror: organisation }) };
}

/** Why this is no ORCID, or null; the last character is a check digit and is verified. */
export function orcidProblem(text: string): string | null {
  if (parseOrcid(text) !== null) return null;
  const bare = text.trim().replace(/^(?:https?:\/\/)?(?:www\.)?orcid\.org\//i, '');
  if (/^(?:\d{4}-){3}\d{3}[\dX]\/?$/i.test(bare)) return 'The check digit does not fit, so a digit is mistyped.';
  return /(?:\d{4}-){3}\d{3}[\dX]/i.test(bare) ? 'It stands alone, or as its address at orcid.org, without other words.' : 'An ORCID looks like 0000-0002-1825-0097.';
}

/** Why this is no ROR id, or null. */
export const rorProblem = (text: string): string | null => (parseRor(text) === null ? 'A ROR id looks like https://ror.org/01ggx4157.' : null);

/** First letters for file names: ASCII, lower case; "fa" when the name has none. */
export function initialsOf(author: Author): string {
  const words = author.kind === 'person' ? [author.given, author.family] : author.name.split(/\s+/);
  const letters = words.map((word) => ascii(word).replace(/[^A-Za-z]/g, '').slice(0, 1)).join('').toLowerCase();
  return letters.slice(0, 3) || 'fa';
}

/** The author as it is typed: what the replay command says. */
export function printAuthor(author: Author): string {
  const comma = author.kind === 'person' ? `${author.family}, ${author.given}` : author.name;
  return author.email === null ? comma : `${comma} <${author.email}>`;
}

function split(text: string): { name: string; email: string | null } {
  const [whole, open] = [text.trim(), text.trim().lastIndexOf('<')];
  const inside = whole.slice(open + 1, -1);
  if (open < 0 || !whole.endsWith('>') || inside.includes('>')) return { name: tidy(whole), email: null };
  return { name: tidy(whole.slice(0, open)), email: inside.trim() || null };
}

function names(name: string): { given: string; family: string } {
  if (wholeName.test(name)) return { given: '', family: name };
  const [before = '', after] = name.split(',').map((part) => part.trim());
  if (after !== undefined) return { given: after, family: before };
  const words = before.split(' ');
  if (words.length === 1 || collective.test(before)) return { given: '', family: before };
  let start = words.length - 1;
  while (start > 1 && particle.test(words[start - 1] ?? '')) start--;
  return { given: words.slice(0, start).join(' '), family: words.slice(start).join(' ') };
}

const tidy = (text: string): string => text.trim().replace(/\s+/g, ' ');
const folded: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', Ø: 'O', ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', æ: 'ae', Æ: 'AE', œ: 'oe', Œ: 'OE', þ: 'th', Þ: 'Th' };
const ascii = (text: string): string => normal(text, 'NFKD').replace(/\p{M}/gu, '').replace(/[ßøØłŁđĐæÆœŒþÞ]/g, (letter) => folded[letter] ?? '');
