// models/fair4ml.jsonld 0.1.0: the model as a thing of its own; `make card` adds what was measured as hasEvaluation.
import type { DatasetRecord } from '../../spec/dataset.ts';
import { licenceUrl } from '../../spec/licences.ts';
import type { ProjectSpec } from '../../spec/spec.ts';
import { known, printJson, type JsonObject } from './json.ts';
import { authorOf, schemaAuthor } from './people.ts';
import { doiUrl, type Parts, type Work } from './work.ts';

const schemaTerms = [
  'affiliation', 'alternateName', 'author', 'codeRepository', 'creator', 'dateCreated', 'dateModified', 'description', 'distribution', 'email',
  'encodingFormat', 'familyName', 'givenName', 'identifier', 'keywords', 'license', 'name', 'propertyID', 'softwareRequirements', 'unitText',
  'url', 'value', 'version', 'Dataset', 'Organization', 'Person', 'PropertyValue', 'SoftwareApplication', 'SoftwareSourceCode',
] as const; // prettier-ignore
const ownTerms = [
  'MLModel', 'MLModelEvaluation', 'evaluatedMLModel', 'evaluationDataset', 'evaluationMetrics', 'evaluationResults', 'evaluationSoftware',
  'evaluatedOn', 'extrinsicEvaluation', 'hasEvaluation', 'intendedUse', 'mlTask', 'modelCategory', 'modelRisksBiasLimitations', 'sharedBy',
  'testedOn', 'trainedOn', 'usageInstructions', 'validatedOn',
] as const; // prettier-ignore

/** Inline, because an address in its place needs the network to be read. FAIR4ML says http for schema.org, Croissant https: two files. */
const context: JsonObject = {
  schema: 'http://schema.org/',
  fair4ml: 'https://w3id.org/fair4ml#',
  cr: 'http://mlcommons.org/croissant/',
  ...Object.fromEntries(schemaTerms.map((term) => [term, `schema:${term}`])),
  ...Object.fromEntries(ownTerms.map((term) => [term, `fair4ml:${term}`])),
  ...Object.fromEntries(['license', 'codeRepository', 'url'].map((term) => [term, { '@id': `schema:${term}`, '@type': '@id' }])),
  dateCreated: { '@id': 'schema:dateCreated', '@type': 'schema:Date' },
};

function dataOf(record: DatasetRecord): JsonObject {
  const { licence } = record;
  return known({
    '@type': 'Dataset',
    '@id': record.doi === null ? null : doiUrl(record.doi),
    name: record.title,
    identifier: record.doi === null ? null : doiUrl(record.doi),
    url: record.recordUrl,
    version: record.version,
    license: licence === null ? null : licence.spdx === null ? licence.url : licenceUrl(licence.spdx),
    creator: record.creators.map((creator) => schemaAuthor(authorOf(creator))),
  });
}

export function fair4mlFile(work: Work, spec: ProjectSpec, parts: Parts): string | null {
  const trainedOn = work.data[0];
  if (trainedOn === undefined) return null;
  const target = spec.target === null ? 'the target' : `the target ${spec.target}`;
  const record = known({
    '@context': context,
    '@type': 'fair4ml:MLModel',
    name: `${work.title}: ${parts.model.title}`,
    description: work.description,
    author: work.authors.map((author) => schemaAuthor(author)),
    license: work.licence.url,
    version: work.version,
    dateCreated: work.date,
    keywords: work.keywords,
    codeRepository: work.repository,
    softwareRequirements: work.requirements.map(({ name, constraint }) => `${name}${constraint ?? ''}`),
    mlTask: spec.task,
    modelCategory: parts.model.title,
    trainedOn: dataOf(trainedOn),
    intendedUse: `Research on the dataset it is trained on: ${spec.task} of ${target}, to reproduce and to compare. It was not examined for any other data or for decisions about people.`,
    usageInstructions: 'models/README.md',
  });
  return printJson(record);
}
