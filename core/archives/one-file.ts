// The address of one file of a record selects that file: the record is the whole, and only what was named is fetched.
import { UserError } from '../errors.ts';
import { decoded } from '../spec/identifiers.ts';
import type { Draft } from './archive.ts';

const NAMED = /\/(?:files|preview)\/(.+?)(?:\/content|\/download)?$/; // a name stands behind it, a number, or a folder
const SHOWN = 5;

/** An address without what only asks for a download. */
function plain(address: string): string {
  const url = new URL(address);
  url.searchParams.delete('download');
  url.hash = '';
  return decoded(url.href.replace(/\/$/, ''));
}

/** The record with only that file selected, where the address is of one of several; UserError where it names a file that the record does not have. */
export function selecting(draft: Draft, address: string): Draft {
  const chosen = draft.files.filter(({ selected }) => selected).length;
  if (draft.files.length < 2 || chosen === 1) return draft;
  const [asked, path] = [plain(address), decoded(new URL(address).pathname).replace(/\/$/, '')];
  const ends = (name: string): boolean => !/^\d+$/.test(name) && [name, `${name}/content`, `${name}/download`].some(end => path.endsWith(`/${end}`));
  const found = draft.files.filter(({ urls }) => urls.some(url => plain(url) === asked));
  const [file] = found.length > 0 ? found : draft.files.filter(one => ends(one.path)).sort((a, b) => b.path.length - a.path.length);
  if (file === undefined) {
    const name = NAMED.exec(path)?.[1];
    if (name === undefined || !/\.\w+$/.test(name)) return draft;
    const listed = draft.files.slice(0, SHOWN).map(one => one.path).join(', ') + (draft.files.length > SHOWN ? ` and ${draft.files.length - SHOWN} more` : '');
    throw new UserError(`${draft.recordUrl ?? 'The record'} has no file ${JSON.stringify(name)}`, `It has ${listed}; the address of the record itself takes all of them.`);
  }
  return {
    ...draft, files: draft.files.map(one => ({ ...one, selected: one === file })),
    notes: [...draft.notes, `The address names "${file.path}": the record's other files are listed, but not fetched.`],
  };
}
