// How an archive is asked without touching the network: a generator yields the requests it needs and is handed the answers.
import { UserError } from '../errors.ts';
import type { Archive, DatasetRecord } from '../spec/dataset.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';

export interface Request {
  readonly url: string; // always https://HOST/PATH; the hand applies a mirror
  readonly accept?: string;
  readonly method?: 'GET' | 'HEAD'; // GET unless said
  readonly range?: string; // "bytes=0-0": the headers are wanted, the body is not read
  readonly optional?: boolean; // nice to have: asked once, and a host that cannot be reached answers with status 0
}

export interface Answer {
  readonly url: string; // the address that answered, after redirects
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>; // lower-case names
  readonly body: string;
}

/** Yields batches of requests, receives the answers in the same order, returns T; throws UserError or NetworkError. */
export type Asking<T> = Generator<readonly Request[], T, readonly Answer[]>;
export type Resolution = Asking<DatasetRecord>;

/** What the user meant, by its form alone: nothing has been looked up. */
export type Reference =
  | { readonly kind: 'doi'; readonly requested: string; readonly doi: string }
  | { readonly kind: 'url'; readonly requested: string; readonly url: string } // a record's page, or the file itself
  | { readonly kind: 'key'; readonly requested: string; readonly key: string }
  | { readonly kind: 'path'; readonly requested: string; readonly path: string };

export interface Context {
  readonly catalogue: Pick<Catalogue, 'datasets'>;
  readonly resolvedAt: string; // ISO 8601 UTC
  readonly offline: boolean;
  readonly listed?: boolean; // its files were listed before: an archive that has no such record any more is refused, not described by DataCite alone
}

/** A record as one source tells it; the resolver adds what was asked, when, and the citation. */
export type Draft = Omit<DatasetRecord, 'requested' | 'key' | 'citation' | 'resolvedAt'>;

/** Where a record is believed to be. */
export interface Place {
  readonly host: string; // of the landing page
  readonly id: string | null; // the record's own name there, as recordId gives it
  readonly doi: string | null; // as the user wrote it
}

/**
 * One archive, or one kind of software that many archives run. It is chosen by the landing page's host, else by DataCite's client, else by the DOI's prefix,
 * else by the form of the landing page's address.
 */
export interface ArchiveReader {
  readonly name: Archive;
  readonly hosts: readonly string[]; // the first is asked when no landing page is known
  readonly clients: readonly string[];
  readonly prefixes: readonly string[];
  readonly recordId: (page: URL) => string | null; // null: not the page of one record; a DOI is handed in as https://doi.org/<doi>
  readonly looksLike?: (page: URL) => boolean; // a page of this software at a host that nobody listed
  readonly doiOf?: (id: string, host: string) => string | null; // where the DOI follows from the record's name
  readonly read: (place: Place) => Asking<Draft | null>; // null: another program answers there (only after looksLike)
}

/** Thrown by a reader whose archive knows no such record; what else is known of the DOI may then stand in. */
export class NoRecord extends UserError {}

export const emptyDraft: Draft = {
  status: 'metadata-only', archive: 'unknown', doi: null, conceptDoi: null, title: '', description: null, creators: [],
  licence: null, version: null, isLatest: null, publisher: null, publicationDate: null, keywords: [], recordUrl: null,
  access: null, files: [], variables: [], notes: [], sources: [],
};
