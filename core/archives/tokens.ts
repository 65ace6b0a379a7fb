// Whose token goes to which host: the same table as in the generated tokens.py. A token never goes anywhere else.
import { UserError } from '../errors.ts';

interface Token {
  readonly host: string;
  readonly variable: string;
  readonly header: string;
  readonly before: string; // what stands before the token in the header
}

type Environment = Readonly<Record<string, string | undefined>>;

const DATAVERSE = 'dataverse.harvard.edu'; // or the host of DATAVERSE_URL

export const tokens: readonly Token[] = [
  { host: 'zenodo.org', variable: 'ZENODO_TOKEN', header: 'Authorization', before: 'Bearer ' },
  { host: DATAVERSE, variable: 'DATAVERSE_API_TOKEN', header: 'X-Dataverse-key', before: '' },
  { host: 'datadryad.org', variable: 'DRYAD_TOKEN', header: 'Authorization', before: 'Bearer ' },
  { host: 'api.figshare.com', variable: 'FIGSHARE_TOKEN', header: 'Authorization', before: 'token ' },
  { host: 'api.osf.io', variable: 'OSF_TOKEN', header: 'Authorization', before: 'Bearer ' },
  { host: 'www.kaggle.com', variable: 'KAGGLE_API_TOKEN', header: 'Authorization', before: 'Bearer ' },
  { host: 'huggingface.co', variable: 'HF_TOKEN', header: 'Authorization', before: 'Bearer ' },
];

/** Dataverse runs at many hosts: the one that DATAVERSE_URL names is asked in place of Harvard's. */
function dataverseHost(env: Environment): string {
  const address = env['DATAVERSE_URL']?.trim() ?? '';
  const whole = /^https?:\/\//i.test(address) ? address : `https://${address}`;
  return address !== '' && URL.canParse(whole) ? new URL(whole).host : DATAVERSE;
}

/** The token that a host takes. */
export function tokenOf(host: string, env: Environment = {}): Token | null {
  return tokens.find(token => (token.host === DATAVERSE ? dataverseHost(env) : token.host) === host) ?? null;
}

const KAGGLE = ['KAGGLE_USERNAME', 'KAGGLE_KEY'] as const; // the older login there

/** What is to be set for a host, in words. */
export function tokenWords(host: string): string | null {
  const variable = tokenOf(host)?.variable ?? null;
  return variable === 'KAGGLE_API_TOKEN' ? `${variable} (or ${KAGGLE.join(' and ')})` : variable;
}

/** The header with the token of this host, if the environment holds one; nothing for any other host. */
export function authorization(host: string, env: Environment): Readonly<Record<string, string>> {
  const token = tokenOf(host, env);
  if (token === null) return {};
  const value = valueOf(token.variable, env);
  if (value !== '') return { [token.header.toLowerCase()]: token.before + value };
  const login = token.variable === 'KAGGLE_API_TOKEN' ? KAGGLE.map(name => valueOf(name, env)) : [];
  return login.length === 0 || login.includes('') ? {} : { [token.header.toLowerCase()]: `Basic ${btoa(login.join(':'))}` };
}

/** Checked here, since a header that cannot be sent would be shown in the error. */
function valueOf(variable: string, env: Environment): string {
  const value = env[variable]?.trim() ?? '';
  if (!/^[\x21-\x7e]*$/.test(value)) throw new UserError(`${variable} holds characters that no token has`, 'Set it to the token alone, or unset it.');
  return value;
}
