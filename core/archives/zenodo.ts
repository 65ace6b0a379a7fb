// Zenodo: InvenioRDM with records that are numbers, which stand in their DOIs; it serves its default JSON in shapes that changed since 2019.
import type { ArchiveReader } from './archive.ts';
import { readRecord } from './inveniordm.ts';

const SANDBOX = 'sandbox.zenodo.org';

export const zenodo: ArchiveReader = {
  name: 'zenodo', hosts: ['zenodo.org', 'www.zenodo.org', SANDBOX], clients: ['cern.zenodo'], prefixes: ['10.5281'],
  recordId: page => /^\/(?:api\/)?(?:records?|deposit|uploads)\/(\d+)(?=\/|$)/.exec(page.pathname)?.[1] ?? /^10\.[\d.]+\/zenodo\.(\d+)$/i.exec(page.pathname.slice(1))?.[1] ?? null,
  doiOf: (id, host) => (host === SANDBOX ? null : `10.5281/zenodo.${id}`),
  read: place => readRecord(place, { archive: 'zenodo', title: 'Zenodo', source: 'zenodo record' }, true),
};
