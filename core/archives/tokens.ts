// Whose token goes to which host: the same table as in the generated web.py. A token never goes anywhere else.
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

/** The header with the token of this host, if the environment holds one; nothing for any other host. */
export function authorization(host: string, env: Environment): Readonly<Record<string, string>> {
  const token = tokenOf(host, env);
  const value = token === null ? '' : env[token.variable]?.trim() ?? '';
  if (token === null || value === '') return {};
  if (!/^[\x21-\x7e]+$/.test(value)) throw new UserError(`${token.variable} holds characters that no token has`, 'Set it to the token alone, or unset it.'); // its value is never shown
  return { [token.header.toLowerCase()]: token.before + value };
}
