// The gate that every record from the network passes: no hidden sign, no secret in an address, no text longer than anybody reads. What is committed comes from here.
import type { DatasetFile } from '../spec/dataset.ts';
import { isShareLink } from '../spec/share-links.ts';
import { secretIn, wordsWithoutSecret, withoutSecret } from '../spec/secrets.ts';
import { normal, withoutHiddenInText } from '../signs.ts';
import { counted } from '../words.ts';
import type { Draft } from './archive.ts';

const LONGEST = { line: 2000, text: 100_000 } as const; // characters
const MOST = { creators: 10_000, keywords: 500, variables: 20_000 } as const;

const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
const clean = (text: string, most: number): string => normal(withoutHiddenInText(wordsWithoutSecret(cut(text, most))), 'NFC');
const line = (text: string): string => clean(text, LONGEST.line).replace(/\s+/g, ' ').trim();
const lineIf = (text: string | null): string | null => (text === null ? null : line(text) || null);
const address = (text: string | null): string | null => (text === null ? null : withoutSecret(withoutHiddenInText(text)));

/** Addresses that expire, or that let in whoever holds them, are no place where others find the file; a share link is one where there is no other. */
function publicUrls({ urls }: DatasetFile): readonly string[] {
  const open = urls.filter((url) => secretIn(url) === null);
  const lasting = open.filter((url) => !isShareLink(url));
  return lasting.length > 0 ? lasting : open;
}

function shareNote(files: readonly DatasetFile[]): readonly string[] {
  const shared = files.filter(({ urls }) => urls.some(isShareLink)).length;
  if (shared === 0) return [];
  return [`The only address of ${counted(shared, 'file')} is a share link: whoever reads this project can open it, and it ends when its owner says so. If it is not meant for everybody, download by hand and give the path; a DOI lasts.`];
}

/** A record as it may be written into a project. */
export function admitted<T extends Draft>(record: T): T {
  const files = record.files.map((file) => ({ ...file, urls: publicUrls(file) }));
  const signed = files.filter((_, i) => record.files[i]?.urls.some((url) => secretIn(url) !== null));
  const changed = files.some(({ urls }, i) => urls.length < (record.files[i]?.urls.length ?? 0));
  const lost = signed.filter(({ urls }) => urls.length === 0).length;
  const note = `The archive gives ${counted(signed.length, 'file')} at addresses with a signature or a token in them, which must not be committed${lost === 0 ? '' : `: ${lost === 1 ? 'it has' : `${lost} have`} no other address, so download by hand into data/raw/`}.`;
  return {
    ...record,
    title: line(record.title),
    description: record.description === null ? null : clean(record.description, LONGEST.text) || null,
    creators: record.creators.slice(0, MOST.creators).map((one) => ({ ...one, name: line(one.name), given: lineIf(one.given), family: lineIf(one.family), affiliation: lineIf(one.affiliation) })).filter(({ name }) => name !== ''),
    licence: record.licence === null ? null : { ...record.licence, name: line(record.licence.name), url: address(record.licence.url) },
    version: lineIf(record.version), publisher: lineIf(record.publisher), publicationDate: lineIf(record.publicationDate), access: lineIf(record.access),
    keywords: record.keywords.slice(0, MOST.keywords).map(line).filter((word) => word !== ''),
    recordUrl: address(record.recordUrl),
    files: changed ? files : record.files,
    variables: record.variables.slice(0, MOST.variables).map(({ name, type, unit, description }) => ({ name: line(name), type: lineIf(type), unit: lineIf(unit), description: lineIf(description) })).filter(({ name }) => name !== ''),
    notes: [...record.notes, ...(signed.length === 0 ? [] : [note]), ...shareNote(files)].map(line),
    sources: record.sources.map((source) => ({ ...source, url: withoutSecret(source.url) })),
  };
}
