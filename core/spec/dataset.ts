// What we know of one dataset: the record that a DOI, a URL, a catalogue key or a local path resolves to.
// The same shape stands in data/manifest.json (docs/schemas/manifest.schema.json) and in `dataset --json`.

/** Who gave the list of files. `web`: the landing page itself (Signposting, schema.org); `address`: a file at a plain https address. */
export type Archive =
  | 'zenodo' | 'inveniordm' | 'cern' | 'dataverse' | 'figshare' | 'dryad' | 'osf' | 'openml' | 'kaggle' | 'huggingface' | 'hepdata' | 'pangaea' | 'gwosc' | 'mendeley'
  | 'web' | 'address' | 'local' | 'unknown';

export interface Creator {
  readonly name: string; // as the archive writes it: "Family, Given" or a collaboration
  readonly given: string | null;
  readonly family: string | null; // null for a collaboration
  readonly orcid: string | null; // bare: 0000-0002-1825-0097
  readonly affiliation: string | null;
}

export interface Licence {
  readonly spdx: string | null; // null when the archive's words match no SPDX id
  readonly name: string;
  readonly url: string | null;
  readonly source: string; // where it was found: "zenodo record", "datacite rightsList", "repository LICENSE"
}

export type Availability = 'online' | 'tape' | 'restricted' | 'withdrawn' | 'unknown';

export interface DatasetFile {
  readonly path: string; // relative to data/raw/, forward slashes, checked (no "..", not absolute)
  readonly size: number | null; // bytes
  readonly checksum: string | null; // "md5:hex", "sha256:hex", "adler32:hex" …
  readonly urls: readonly string[]; // https:// first, root:// last; file:// of local data in memory and in data/local.json alone
  readonly selected: boolean; // does `make data` fetch it
  readonly availability: Availability;
  readonly unsafe: boolean; // a pickle: loading it may run code
}

/** One column or variable that the archive documents. */
export interface Variable {
  readonly name: string;
  readonly type: string | null;
  readonly unit: string | null;
  readonly description: string | null;
}

export interface DatasetRecord {
  readonly requested: string; // what the user typed
  readonly key: string | null; // catalogue key, if it is one of ours
  readonly status: 'resolved' | 'metadata-only' | 'unresolved'; // metadata-only: no file list to be had
  readonly archive: Archive;
  readonly doi: string | null; // version DOI, lower case unless the archive writes otherwise
  readonly conceptDoi: string | null;
  readonly title: string;
  readonly description: string | null; // plain text
  readonly creators: readonly Creator[];
  readonly licence: Licence | null;
  readonly version: string | null;
  readonly isLatest: boolean | null; // null: not known
  readonly publisher: string | null;
  readonly publicationDate: string | null; // YYYY, YYYY-MM or YYYY-MM-DD
  readonly keywords: readonly string[];
  readonly recordUrl: string | null; // landing page
  readonly access: string | null; // access statement where there is no open download
  readonly citation: string | null;
  readonly files: readonly DatasetFile[];
  readonly variables: readonly Variable[];
  readonly notes: readonly string[]; // what a person should know: newer version, licence missing, file list unknown …
  readonly resolvedAt: string | null; // ISO 8601 UTC
  readonly sources: readonly { readonly url: string; readonly sha256: string }[];
}
