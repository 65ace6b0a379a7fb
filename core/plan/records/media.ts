// Media types of the files that a project holds or fetches.

const types: Readonly<Record<string, string>> = {
  md: 'text/markdown', txt: 'text/plain', csv: 'text/csv', tsv: 'text/tab-separated-values', tab: 'text/tab-separated-values', html: 'text/html',
  py: 'text/x-python', ipynb: 'application/x-ipynb+json', json: 'application/json', jsonld: 'application/ld+json',
  yml: 'application/yaml', yaml: 'application/yaml', cff: 'application/yaml', toml: 'application/toml', bib: 'application/x-bibtex',
  xml: 'application/xml', png: 'image/png', svg: 'image/svg+xml', pdf: 'application/pdf', rst: 'text/x-rst',
  root: 'application/x-root', h5: 'application/x-hdf5', hdf5: 'application/x-hdf5', parquet: 'application/vnd.apache.parquet',
  npy: 'application/x-npy', npz: 'application/zip', zip: 'application/zip', gz: 'application/gzip', bz2: 'application/x-bzip2', tar: 'application/x-tar',
}; // prettier-ignore

const names: Readonly<Record<string, string>> = {
  Makefile: 'text/x-makefile',
  Dockerfile: 'text/x-dockerfile',
  LICENSE: 'text/plain',
  'ro-crate-metadata.json': 'application/ld+json',
  'codemeta.json': 'application/ld+json',
  'croissant.json': 'application/ld+json',
};

/** By the file's name, else by its extension, else application/octet-stream. */
export function mediaType(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const extension = name.includes('.') ? name.slice(name.lastIndexOf('.') + 1).toLowerCase() : '';
  return names[name] ?? types[extension] ?? 'application/octet-stream';
}
