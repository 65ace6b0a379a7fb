// The JSON-LD context that Croissant 1.1 prescribes: mlcroissant compares it term by term.
import type { JsonObject } from './json.ts';

const croissantTerms = [
  'arrayShape', 'citeAs', 'column', 'containedIn', 'equivalentProperty', 'extract', 'field', 'fileObject', 'fileProperty', 'fileSet',
  'format', 'includes', 'isArray', 'isLiveDataset', 'jsonPath', 'key', 'md5', 'parentField', 'path', 'recordSet', 'references', 'regex',
  'repeated', 'replace', 'samplingRate', 'separator', 'source', 'subField', 'transform',
] as const; // prettier-ignore

export const context: JsonObject = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  sc: 'https://schema.org/',
  cr: 'http://mlcommons.org/croissant/',
  rai: 'http://mlcommons.org/croissant/RAI/',
  dct: 'http://purl.org/dc/terms/',
  conformsTo: 'dct:conformsTo',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  description: { '@container': '@language' },
  examples: { '@id': 'cr:examples', '@type': '@json' },
  name: { '@container': '@language' },
  ...Object.fromEntries(croissantTerms.map((term) => [term, `cr:${term}`])),
};
