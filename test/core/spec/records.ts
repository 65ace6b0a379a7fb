// Dataset records for tests, with what a test cares about said.
import type { DatasetRecord } from '../../../core/spec/dataset.ts';

export const recordOf = (over: Partial<DatasetRecord> = {}): DatasetRecord => ({
  requested: '10.5072/x', key: null, status: 'resolved', archive: 'zenodo', doi: null, conceptDoi: null, title: 'A record', description: null, creators: [], licence: null, version: null,
  isLatest: null, publisher: null, publicationDate: null, keywords: [], recordUrl: null, access: null, citation: null, files: [], variables: [], notes: [], resolvedAt: null, sources: [], ...over,
}); // prettier-ignore
