// CITATION.cff 1.2.0: how to cite the code, and the data it was trained on.
import type { DatasetRecord } from '../../spec/dataset.ts';
import { isLicence, licenceUrl } from '../../spec/licences.ts';
import { printYaml } from '../../yaml.ts';
import { known, type JsonObject } from './json.ts';
import { authorOf, citationAuthor } from './people.ts';
import { doiUrl, type Work } from './work.ts';

/** CFF's licence list was frozen in 2021; ours is part of it. Any other licence is given by its address. */
export function citationLicence(spdx: string | null, url: string | null): JsonObject {
  if (spdx !== null && isLicence(spdx)) return { license: spdx };
  return known({ 'license-url': url ?? (spdx === null ? null : licenceUrl(spdx)) });
}

/** A reference needs authors: without a creator the publisher stands in, without that there is no reference. */
function dataReference(record: DatasetRecord): JsonObject | null {
  const authors = record.creators.map(authorOf).map(citationAuthor);
  if (authors.length === 0 && record.publisher !== null) authors.push({ name: record.publisher });
  if (authors.length === 0) return null;
  const date = record.publicationDate;
  return known({
    type: 'data',
    title: record.title,
    authors,
    doi: record.doi,
    url: record.recordUrl ?? (record.doi === null ? null : doiUrl(record.doi)),
    version: record.version,
    publisher: record.publisher === null ? null : { name: record.publisher },
    'date-released': date !== null && /^\d{4}-\d{2}-\d{2}$/.test(date) ? date : null,
    year: date === null ? null : Number(date.slice(0, 4)),
    ...citationLicence(record.licence?.spdx ?? null, record.licence?.url ?? null),
  });
}

export function citationFile(work: Work): string {
  const references = work.data.map(dataReference).filter((reference) => reference !== null);
  const citation = known({
    'cff-version': '1.2.0',
    message: 'If you use this software, please cite it, and the data it was trained on.',
    type: 'software',
    title: work.title,
    abstract: work.description,
    authors: work.authors.map(citationAuthor),
    keywords: work.keywords,
    version: work.version,
    'date-released': work.date,
    doi: work.doi,
    'repository-code': work.repository,
    ...citationLicence(work.licence.id, null),
    references,
  });
  return `${printYaml(citation)}# What \`make card\` measured stands between these lines.\n# results:start\n# results:end\n`;
}
