// Archives on paper: a resolution is driven by a table of answers, and what it asked is kept.
import fs from 'node:fs';
import path from 'node:path';
import type { Answer, Request } from '../../../core/archives/archive.ts';
import { at } from '../../../core/archives/json.ts';
import { parseReference, resolveReference, type Context } from '../../../core/archives/index.ts';
import type { DatasetEntry } from '../../../core/catalogue/catalogue.ts';
import type { DatasetRecord } from '../../../core/spec/dataset.ts';
import { complaints } from './valid.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** One of our own, made-up answers. */
export const fixture = (name: string): unknown => JSON.parse(fs.readFileSync(path.join(root, 'test/fixtures/archives', name), 'utf8'));

/** An address, or "ADDRESS with ACCEPT", or "HEAD ADDRESS", or "https://HOST/*" for whatever else that host is asked, or "*" for any other host → what it answers: JSON, a status with JSON, or a whole answer. */
export type Table = Readonly<Record<string, unknown>>;

type Whole = Pick<Answer, 'status' | 'headers' | 'body'>;

export const status = (code: number, body: unknown = {}, headers: Answer['headers'] = {}): Whole =>
  ({ status: code, body: typeof body === 'string' ? body : JSON.stringify(body), headers });

const isWhole = (value: unknown): value is Whole => ['status', 'body', 'headers'].every(key => at(value, key) !== undefined);

function answer(request: Request, table: Table): Answer {
  const names = [`${request.method ?? 'GET'} ${request.url}`, ...(request.range === undefined ? [] : [`${request.range} ${request.url}`]), `${request.url} with ${request.accept}`, request.url, `${new URL(request.url).origin}/*`, '*'];
  const key = names.find(name => name in table);
  if (key === undefined && request.optional === true) return { url: request.url, ...status(404) };
  if (key === undefined) throw new Error(`nobody was expected to ask for ${request.url}`);
  const found = table[key];
  return { url: request.url, ...(isWhole(found) ? found : status(200, found)) };
}

export interface Outcome {
  readonly record: DatasetRecord;
  readonly asked: readonly string[];
}

export function resolve(text: string, table: Table, { datasets = [], offline = false }: { datasets?: readonly DatasetEntry[]; offline?: boolean } = {}): Outcome {
  const context: Context = { catalogue: { datasets }, offline, resolvedAt: '2026-01-02T03:04:05.000Z' };
  const resolution = resolveReference(parseReference(text, datasets.map(({ key }) => key)), context);
  const asked: string[] = [];
  let step = resolution.next();
  while (step.done !== true) {
    asked.push(...step.value.map(({ url }) => url));
    step = resolution.next(step.value.map(request => answer(request, table)));
  }
  const wrong = complaints(step.value); // whatever the test looks at, the record keeps its contract
  if (wrong.length > 0) throw new Error(`the record of ${text} is not valid: ${JSON.stringify(wrong)}`);
  return { record: step.value, asked };
}

/** A page for people, with what it says to programs in its head and in its headers. */
export const page = (head = '', headers: Answer['headers'] = {}): Whole =>
  status(200, `<!DOCTYPE html><html><head><title>A record</title>${head}</head><body></body></html>`, { 'content-type': 'text/html; charset=utf-8', ...headers });

/** Where a DOI leads; the landing page is there, and says nothing to programs unless the table has another. */
export const handle = (doi: string, landing: string | null): Table => ({
  ...(landing === null ? {} : { [landing.replace(/^http:/, 'https:').replace(/#.*$/, '')]: page() }),
  [`https://doi.org/api/handles/${doi}`]: {
    responseCode: 1, handle: doi,
    values: landing === null ? [] : [{ index: 2, type: 'URL', data: { format: 'string', value: 'https://example.org/second' } }, { index: 1, type: 'URL', data: { format: 'string', value: landing } }],
  },
});

export const entry = (key: string, more: Partial<DatasetEntry> = {}): DatasetEntry => ({
  key, title: key, summary: key, generic: false, inputs: ['table'], tasks: ['regression'], formats: ['csv'], dois: [], checksums: [], files: null, target: null, options: {},
  default_model: 'linear', configs: {}, dependencies: [], features: [], bibliography: [], published: [], record: null, card: '', ...more,
});
