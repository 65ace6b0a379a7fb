// Passwords, signatures and tokens in an address: whatever a project writes is committed, so none of them may enter it.
import { UserError } from '../errors.ts';

/** Parameters that let in whoever holds the address, without "-", "_" and "."; what ends in one of them is one, too. */
const ENDINGS = /(?:token|secret|password|passwd|passphrase|passcode|signature|credentials?|apikey|accesskey|accesscode|authkey|authcode|sharekey|linkkey|rlkey|resourcekey|secretkey|privatekey|signingkey|subscriptionkey|downloadkey|sessionid|privatelink|viewonly|accesskeyid|googleaccessid|keypairid)$/;
const NAMES = new Set('sig hmac pwd pw pass auth authorization bearer jwt otp pin apisecret userpass hdnea hdnts hdntl'.split(' '));
/** Names of much else: secret where their value is nothing but a long word of letters and digits. */
const DOUBTFUL = new Set('key code session sid policy ticket'.split(' '));
const OPAQUE = /^(?=[^\d]*\d)(?=[^a-z]*[a-z])[a-z\d_+/=~-]{16,}[.,;:!?]*$/i;
const SHORTEST = 16; // of OPAQUE
/** Tokens that are known by their form, wherever they stand. */
const TOKEN = /\b(?:gh[pousr]_[A-Za-z\d]{20,}|github_pat_\w{20,}|gl(?:pat|ptt|dt|rt|cbt)-[\w-]{15,}|hf_[A-Za-z\d]{20,}|xox[abprs]-[\w-]{10,}|(?:AKIA|ASIA)[0-9A-Z]{16}|AIza[\w-]{30,}|ya29\.[\w-]{20,}|pypi-[\w-]{20,}|npm_[A-Za-z\d]{30,}|sk-[\w-]{20,}|bot\d{6,}:[\w-]{30,}|eyJ[\w-]{8,}\.eyJ[\w-]{8,})/;

const LONGEST = 8000; // characters; a longer address is none that a person gives
const HANDED_ON = 3; // addresses within an address, or times that one is written in per cent

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text.replace(/%([2-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))); // of a broken one what is ASCII
  }
};

/** `user:password@`, or a login alone where no archive asks for one; that of ssh is none. */
function loginIn(address: string): string | null {
  if (!address.includes('@')) return null;
  const [, scheme = '', login] = /^([a-z][a-z0-9+.-]*):[\\/]{2}([^\\/?#@]*(?:@[^\\/?#@]*)*)@/i.exec(address) ?? [];
  if (login === undefined) return null;
  return decoded(login).includes(':') ? 'a password before the @' : /^(?:ssh|git|git\+ssh|rsync|file)$/i.test(scheme) ? null : 'a login before the @';
}

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

function isSecret(name: string, value: string): boolean {
  if (value.trim() === '') return false;
  return ENDINGS.test(plain(name)) || NAMES.has(plain(name)) || (DOUBTFUL.has(plain(name)) && OPAQUE.test(value)) || TOKEN.test(value);
}

interface Pair {
  readonly name: string;
  readonly value: string;
}

/** The parts `name=value` of query, fragment and path parameters. */
function pairsOf(address: string): readonly Pair[] {
  const from = address.search(/[?#;]/);
  return from < 0 ? [] : address.slice(from + 1).split(/[?#;&]/).map((part) => {
    const at = part.indexOf('=');
    return at < 0 ? { name: '', value: decoded(part) } : { name: decoded(part.slice(0, at)), value: decoded(part.slice(at + 1)) };
  });
}

/** `/token/<long word>`: a name of a secret among the folders of a path, and what follows it. */
function pathSecret(address: string): string | null {
  const parts = address.replace(/[?#].*$/s, '').split('/').slice(3);
  const named = (word: string): boolean => ENDINGS.test(word) || DOUBTFUL.has(word);
  const at = parts.findIndex((name, index) => {
    const next = parts[index + 1] ?? '';
    return next.length >= SHORTEST && named(plain(decoded(name))) && OPAQUE.test(decoded(next)); // lists of files are long: what is cheap is asked first
  });
  return at < 0 ? null : `what follows /${decoded(parts[at] ?? '').slice(0, 40)}/`;
}

/** Which part of an address is a secret, in words that do not show it; null where none is. */
export const secretIn = (address: string): string | null => (address.length > LONGEST ? 'more than 8000 characters' : found(address, HANDED_ON));

function found(address: string, left: number): string | null {
  const login = loginIn(address);
  if (login !== null) return login;
  for (const { name, value } of pairsOf(address)) {
    if (isSecret(name, value)) return name === '' ? 'a token' : `the parameter ${name.slice(0, 40)}=`;
    const inner = left === 0 ? null : /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? found(value, left - 1) : value.includes('=') ? found(`?${value}`, left - 1) : null; // an address, or parameters, handed on
    if (inner !== null) return inner;
  }
  if (TOKEN.test(address)) return 'a token';
  const inPath = pathSecret(address);
  if (inPath !== null) return inPath;
  const clear = address.includes('%') ? decoded(address.replaceAll('+', '%2B')) : address;
  return clear === address || left === 0 ? null : found(clear, left - 1);
}

/** The address without its login, and without parameters where one of them is a secret; of one in the path, the host is left. */
export function withoutSecret(address: string): string {
  if (secretIn(address) === null) return address;
  const bare = address.replace(/^([a-z][a-z0-9+.-]*:[\\/]{2})[^\\/?#]*@/i, '$1').replace(/[?#;].*$/s, '');
  return secretIn(bare) === null ? bare : (/^[a-z][a-z0-9+.-]*:\/\/[^/@\\%]+/i.exec(bare)?.[0] ?? '…');
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
