// codemeta.json 3.0: the software, for registries and harvesters.
import type { ProjectSpec } from '../../spec/spec.ts';
import { known, printJson } from './json.ts';
import { schemaAuthor } from './people.ts';
import { doiUrl, type Parts, type Work } from './work.ts';

export function codemetaFile(work: Work, spec: ProjectSpec, parts: Parts): string {
  const tree = work.repository;
  const github = tree !== null && /^https:\/\/github\.com\//.test(tree);
  const record = known({
    '@context': 'https://w3id.org/codemeta/3.0',
    '@type': 'SoftwareSourceCode',
    name: work.title,
    description: work.description,
    identifier: work.doi === null ? tree : doiUrl(work.doi),
    author: work.authors.map((author) => schemaAuthor(author)),
    license: work.licence.url,
    version: work.version,
    dateCreated: work.date,
    datePublished: work.date,
    dateModified: work.date,
    copyrightYear: Number(work.date.slice(0, 4)),
    copyrightHolder: work.authors.map((author) => schemaAuthor(author)),
    keywords: work.keywords,
    applicationCategory: 'http://edamontology.org/topic_3474', // EDAM's machine learning
    // The 3.0 context has no featureList of its own, so schema.org's is named by its prefix.
    'schema:featureList': [
      'Fetches and verifies its dataset by checksum',
      `Trains ${parts.model.summary}`,
      'Evaluates it and writes the figures, the metrics and the run they come from',
    ],
    developmentStatus: 'wip', // the bare repostatus.org term: rs-metadata refuses its address
    codeRepository: tree,
    issueTracker: github ? `${tree}/issues` : null,
    continuousIntegration: github && spec.ci === 'github' ? `${tree}/actions` : null,
    readme: tree === null ? null : `${tree}#readme`,
    programmingLanguage: { '@type': 'ComputerLanguage', name: 'Python', url: 'https://www.python.org' },
    runtimePlatform: 'Python >= 3.11',
    operatingSystem: ['Linux', 'macOS', 'Windows'],
    softwareRequirements: work.requirements.map(({ name, constraint }) =>
      known({ '@type': 'SoftwareSourceCode', name, version: constraint }),
    ),
  });
  return printJson(record);
}
