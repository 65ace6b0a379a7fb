// GWOSC: an event of the gravitational-wave catalogues is a list of strain files, each in several formats, lengths and rates. No checksums; sizes by asking.
import type { DatasetFile } from '../spec/dataset.ts';
import { doiUrl } from '../spec/identifiers.ts';
import { ask, readJson, refused, sourceOf } from './answers.ts';
import { emptyDraft, NoRecord, type ArchiveReader, type Asking, type Draft, type Place } from './archive.ts';
import { composed, isUnsafe } from './files.ts';
import { headersOf, sizeIn } from './headers.ts';
import { at, count, rows, values, word } from './json.ts';
import { lineOrNull } from './text.ts';

const SITE = 'https://gwosc.org';
const LISTED = 'https://gwosc.org/eventapi/';

/** The path of an event below eventapi/json/: "GWTC-1-confident/GW150914/v3", or "event/GW150914" for its newest version. */
function eventOf({ pathname }: URL): string | null {
  const parts = pathname.split('/').filter(part => part !== '');
  const [first, second, ...rest] = parts;
  if (first === 'events' && second !== undefined && /^GW\d/.test(second)) return `event/${second}`;
  if (first !== 'eventapi' || second === undefined || !/^(?:html|json(?:full)?)$/.test(second)) return null;
  const event = rest.findIndex(part => /^(?:GW|\d{6})[\w-]*$/.test(part) && !part.startsWith('GWTC'));
  return event < 1 ? null : rest.slice(0, /^v\d+$/.test(rest[event + 1] ?? '') ? event + 2 : event + 1).join('/');
}

function* read({ id, doi }: Place): Asking<Draft> {
  if (id === null) return { ...emptyDraft, archive: 'gwosc', doi, recordUrl: doi === null ? null : doiUrl(doi), notes: [`${doi ?? 'The address'} is a catalogue or a run of GWOSC, not one event: choose an event at ${LISTED} and give its address as --dataset.`] };
  const answer = yield* ask({ url: `${SITE}/eventapi/json/${id}/`, accept: 'application/json' });
  if (answer.status === 404) throw new NoRecord(`GWOSC has no event ${id}`, `Look for it at ${LISTED}`);
  if (answer.status !== 200) throw refused(answer, 'GWOSC');
  const events = values(at(readJson(answer, 'GWOSC'), 'events')).filter(event => rows(at(event, 'strain')).length > 0)
    .sort((a, b) => (count(at(b, 'version')) ?? 0) - (count(at(a, 'version')) ?? 0));
  const [event] = events;
  if (event === undefined) throw new NoRecord(`GWOSC lists no strain of ${id}`, `Look at ${LISTED}`);
  const name = lineOrNull(word(at(event, 'commonName'))) ?? id;
  const files = yield* filesOf(event);
  if (files.length === 0) throw new NoRecord(`GWOSC lists no strain of ${id}`, `Look at ${LISTED}`);
  const version = count(at(event, 'version'));
  const [catalogue, reference] = [lineOrNull(word(at(event, 'catalog.shortName'))), lineOrNull(word(at(event, 'reference')))];
  const page = word(at(event, 'jsonurl'))?.replace('/json/', '/html/') ?? `${LISTED}html/${id}/`;
  return {
    ...emptyDraft, status: 'resolved', archive: 'gwosc', doi, title: `Strain around ${name}${catalogue === null ? '' : ` (${catalogue})`}`, version: version === null ? null : `v${version}`,
    publisher: 'Gravitational Wave Open Science Center', recordUrl: page, files, sources: [sourceOf(answer)],
    notes: [...(files.every(({ selected }) => selected) ? [] : ['Each strain is listed in several formats, rates and lengths; of these the shortest HDF5 files are fetched. --files chooses others.']), ...(reference === null ? [] : [`GWOSC gives as the reference of the event: ${reference}`])],
  };
}

interface Strain {
  readonly url: string;
  readonly format: string;
  readonly rate: number; // Hz
  readonly duration: number; // s
}

function* filesOf(event: unknown): Asking<readonly DatasetFile[]> {
  const strains = rows(at(event, 'strain')).map((row): Strain => ({ url: word(at(row, 'url'))?.replace(/^http:/, 'https:') ?? '', format: word(at(row, 'format')) ?? '', rate: count(at(row, 'sampling_rate')) ?? 0, duration: count(at(row, 'duration')) ?? 0 }))
    .filter(({ url }) => URL.canParse(url) && url.startsWith('https:'));
  const preferred = strains.filter(({ format }) => format === 'hdf5');
  const [shortest, slowest] = [Math.min(...preferred.map(({ duration }) => duration)), Math.min(...preferred.map(({ rate }) => rate))];
  const chosen = preferred.filter(({ duration, rate }) => duration === shortest && rate === slowest);
  const heads = yield* headersOf([...chosen, ...strains.filter(strain => !chosen.includes(strain))].map(({ url }) => url));
  return strains.map((strain): DatasetFile => {
    const path = composed(new URL(strain.url).pathname.split('/').at(-1) ?? '');
    const head = heads.get(strain.url);
    return { path, size: head?.status === 200 ? sizeIn(head) : null, checksum: null, urls: [strain.url], selected: chosen.length === 0 || chosen.includes(strain), availability: 'online', unsafe: isUnsafe(path) };
  });
}

export const gwosc: ArchiveReader = { name: 'gwosc', hosts: ['gwosc.org', 'www.gwosc.org', 'www.gw-openscience.org', 'gw-openscience.org', 'losc.ligo.org'], clients: [], prefixes: [], recordId: eventOf, read };
