// The licences a project can carry: known to SPDX, CFF 1.2.0, Zenodo and Hugging Face alike, so that no record has to say less than another.
import { UserError } from '../errors.ts';
import { meant } from './nearest.ts';

/** SPDX id → name. Their full texts come with the build (scripts/licences.mjs). */
const names: Readonly<Record<string, string>> = {
  'AFL-3.0': 'Academic Free License v3.0',
  'AGPL-3.0-only': 'GNU Affero General Public License v3.0 only',
  'AGPL-3.0-or-later': 'GNU Affero General Public License v3.0 or later',
  'Apache-2.0': 'Apache License 2.0',
  'Artistic-2.0': 'Artistic License 2.0',
  'BSD-2-Clause': 'BSD 2-Clause "Simplified" License',
  'BSD-3-Clause': 'BSD 3-Clause "New" or "Revised" License',
  'BSD-3-Clause-Clear': 'BSD 3-Clause Clear License',
  'BSL-1.0': 'Boost Software License 1.0',
  'CC-BY-2.0': 'Creative Commons Attribution 2.0 Generic',
  'CC-BY-2.5': 'Creative Commons Attribution 2.5 Generic',
  'CC-BY-3.0': 'Creative Commons Attribution 3.0 Unported',
  'CC-BY-4.0': 'Creative Commons Attribution 4.0 International',
  'CC-BY-NC-2.0': 'Creative Commons Attribution Non Commercial 2.0 Generic',
  'CC-BY-NC-3.0': 'Creative Commons Attribution Non Commercial 3.0 Unported',
  'CC-BY-NC-4.0': 'Creative Commons Attribution Non Commercial 4.0 International',
  'CC-BY-NC-ND-3.0': 'Creative Commons Attribution Non Commercial No Derivatives 3.0 Unported',
  'CC-BY-NC-ND-4.0': 'Creative Commons Attribution Non Commercial No Derivatives 4.0 International',
  'CC-BY-NC-SA-2.0': 'Creative Commons Attribution Non Commercial Share Alike 2.0 Generic',
  'CC-BY-NC-SA-3.0': 'Creative Commons Attribution Non Commercial Share Alike 3.0 Unported',
  'CC-BY-NC-SA-4.0': 'Creative Commons Attribution Non Commercial Share Alike 4.0 International',
  'CC-BY-ND-4.0': 'Creative Commons Attribution No Derivatives 4.0 International',
  'CC-BY-SA-3.0': 'Creative Commons Attribution Share Alike 3.0 Unported',
  'CC-BY-SA-4.0': 'Creative Commons Attribution Share Alike 4.0 International',
  'CC0-1.0': 'Creative Commons Zero v1.0 Universal',
  'CDLA-Permissive-1.0': 'Community Data License Agreement Permissive 1.0',
  'CDLA-Sharing-1.0': 'Community Data License Agreement Sharing 1.0',
  'ECL-2.0': 'Educational Community License v2.0',
  'EPL-1.0': 'Eclipse Public License 1.0',
  'EPL-2.0': 'Eclipse Public License 2.0',
  'EUPL-1.1': 'European Union Public License 1.1',
  'EUPL-1.2': 'European Union Public License 1.2',
  'GPL-2.0-only': 'GNU General Public License v2.0 only',
  'GPL-2.0-or-later': 'GNU General Public License v2.0 or later',
  'GPL-3.0-only': 'GNU General Public License v3.0 only',
  'GPL-3.0-or-later': 'GNU General Public License v3.0 or later',
  ISC: 'ISC License',
  'LGPL-2.1-only': 'GNU Lesser General Public License v2.1 only',
  'LGPL-2.1-or-later': 'GNU Lesser General Public License v2.1 or later',
  'LGPL-3.0-only': 'GNU Lesser General Public License v3.0 only',
  'LGPL-3.0-or-later': 'GNU Lesser General Public License v3.0 or later',
  'LPPL-1.3c': 'LaTeX Project Public License v1.3c',
  MIT: 'MIT License',
  'MPL-2.0': 'Mozilla Public License 2.0',
  'MS-PL': 'Microsoft Public License',
  NCSA: 'University of Illinois/NCSA Open Source License',
  'ODC-By-1.0': 'Open Data Commons Attribution License v1.0',
  'ODbL-1.0': 'Open Data Commons Open Database License v1.0',
  'OFL-1.1': 'SIL Open Font License 1.1',
  'OSL-3.0': 'Open Software License 3.0',
  'PDDL-1.0': 'Open Data Commons Public Domain Dedication & License 1.0',
  PostgreSQL: 'PostgreSQL License',
  Unlicense: 'The Unlicense',
  WTFPL: 'Do What The F*ck You Want To Public License',
  Zlib: 'zlib License',
  'etalab-2.0': 'Etalab Open License 2.0',
};

/** Every id that `--license` takes. */
export const licences: readonly string[] = Object.keys(names);

/** Those that the question shows, the usual ones for research code first. */
export const commonLicences: readonly string[] = [
  'MIT', 'BSD-3-Clause', 'BSD-2-Clause', 'Apache-2.0', 'GPL-3.0-or-later', 'LGPL-3.0-or-later',
  'AGPL-3.0-or-later', 'MPL-2.0', 'EUPL-1.2', 'ISC', 'CC0-1.0', 'Unlicense',
]; // prettier-ignore

export const isLicence = (id: string): boolean => Object.hasOwn(names, id);
export const licenceName = (id: string): string => names[id] ?? id;
export const licenceUrl = (id: string): string => `https://spdx.org/licenses/${id}`;

/** Hugging Face writes ids in lower case, the GNU ones without "only" and "or later", the Open Data Commons ones without a version. */
export function huggingFaceLicence(id: string): string {
  const lower = id.toLowerCase().replace(/-(only|or-later)$/, '');
  return /^(odc-by|odbl|pddl)-1\.0$/.test(lower) ? lower.slice(0, -4) : lower;
}

/** The id as SPDX writes it, whatever the case it was typed in; otherwise a UserError that names the nearest one. */
export function findLicence(typed: string): string {
  const found = licences.find((id) => id.toLowerCase() === typed.trim().toLowerCase());
  if (found !== undefined) return found;
  throw new UserError(`'${typed}' is not a licence that SPDX, CFF, Zenodo and Hugging Face all know${meant(typed, licences)}.`, `Choose one of the ${licences.length} that 'create-fair-ai list licenses' prints.`);
}
