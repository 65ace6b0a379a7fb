// Passwords, signatures and tokens in an address: whatever a project writes is committed, so none of them may enter it.
import { UserError } from '../errors.ts';

/** Parameters that let in whoever holds the address, without "-", "_" and "."; what ends in one of them is one, too. */
const ENDINGS = /(?:token|secret|password|passwd|passphrase|signature|credentials?|apikey|accesskey|authkey|sharekey|sessionid|privatelink|viewonly|accesskeyid|googleaccessid|keypairid)$/;
const NAMES = new Set('sig hmac pwd pw pass auth authorization bearer jwt otp pin apisecret userpass'.split(' '));
/** Names of much else: secret where their value is nothing but a long word of letters and digits. */
const DOUBTFUL = new Set('key code session sid policy ticket'.split(' '));
const OPAQUE = /^(?=[^\d]*\d)(?=[^a-z]*[a-z])[\w+/=~-]{16,}[.,;:!?]*$/i;
/** Tokens that are known by their form, wherever they stand. */
const TOKEN = /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{15,}|hf_\w{20,}|xox[abprs]-[\w-]{10,}|(?:AKIA|ASIA)[0-9A-Z]{16}|AIza[\w-]{30,}|eyJ[\w-]{8,}\.eyJ[\w-]{8,})/;

const LONGEST = 8000; // characters; a longer address is none that a person gives

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

/** `user:password@`, or a login alone where no archive asks for one; that of ssh is none. */
function loginIn(address: string): string | null {
  const [, scheme = '', login] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#@]*(?:@[^/?#@]*)*)@/i.exec(address) ?? [];
  if (login === undefined) return null;
  return login.includes(':') ? 'a password before the @' : /^(?:ssh|git|git\+ssh|rsync|file)$/i.test(scheme) ? null : 'a login before the @';
}

function isSecret(name: string, value: string): boolean {
  const plain = name.toLowerCase().replace(/[-_.[\] ]/g, '');
  if (value === '') return false;
  return ENDINGS.test(plain) || NAMES.has(plain) || (DOUBTFUL.has(plain) && OPAQUE.test(value)) || TOKEN.test(value);
}

/** The parts `name=value` of query, fragment and path parameters. */
function pairsOf(address: string): readonly { readonly name: string; readonly value: string }[] {
  const from = address.search(/[?#;]/);
  return from < 0 ? [] : address.slice(from + 1).split(/[?#;&]/).map((part) => {
    const at = part.indexOf('=');
    return at < 0 ? { name: '', value: decoded(part) } : { name: decoded(part.slice(0, at)), value: decoded(part.slice(at + 1)) };
  });
}

/** Which part of an address is a secret, in words that do not show it; null where none is. */
export function secretIn(address: string): string | null {
  if (address.length > LONGEST) return 'more than 8000 characters';
  const login = loginIn(address);
  if (login !== null) return login;
  for (const { name, value } of pairsOf(address)) {
    if (isSecret(name, value)) return name === '' ? 'a token' : `the parameter ${name.slice(0, 40)}=`;
    const inner = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? secretIn(value) : value.includes('=') ? secretIn(`?${value}`) : null; // an address, or parameters, handed on
    if (inner !== null) return inner;
  }
  return TOKEN.test(address) ? 'a token' : null;
}

/** The address without its login, and without parameters where one of them is a secret. */
export function withoutSecret(address: string): string {
  if (secretIn(address) === null) return address;
  const bare = address.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1').replace(/[?#;].*$/s, '');
  return TOKEN.test(bare) ? bare.replace(TOKEN, '…') : bare;
}

/** Words in which addresses may stand: each without its secret. */
export const wordsWithoutSecret = (text: string): string => text.replace(/\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s<>"')\]]+/gi, (address) => withoutSecret(address.slice(0, LONGEST)));

const SECRET_REMEDY = 'It would stand in files that git commits. Give the address without it: a token of an archive goes into its variable (ZENODO_TOKEN, DATAVERSE_API_TOKEN, HF_TOKEN …); what only opens so is downloaded by hand and given as a path.';

const SCHEME = /[a-z][a-z0-9+.-]{0,20}:\/\//i;

/** Why words may not be taken that hold an address with a secret in it, or null. A reference to a dataset may be an address without https://. */
export function secretProblem(text: string, isReference = false): string | null {
  if (isReference && !/^\s*(?:[./~\\]|[a-z]:[\\/])/i.test(text) && !SCHEME.test(text)) return said(secretIn(text.trim()));
  return said(text.split(/\s+/).flatMap((word) => (SCHEME.test(word) ? [secretIn(word.slice(SCHEME.exec(word)?.index ?? 0))] : [])).find((one) => one !== null) ?? null);
}

const said = (found: string | null): string | null => (found === null ? null : `The address holds ${found}, which lets in whoever reads it.`);

/** The refusal of it; the secret itself is not shown. */
export function refuseSecret(what: string, text: string, isReference = false): void {
  const problem = secretProblem(text, isReference);
  if (problem !== null) throw new UserError(`${what}: ${problem}`, SECRET_REMEDY);
}
