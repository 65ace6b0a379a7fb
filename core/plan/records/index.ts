// The files that are serialised, never templated: a user's words cannot break their syntax, and they agree because they come from one record.
import type { FileDraft, Owner } from '../plan.ts';
import type { ProjectSpec } from '../../spec/spec.ts';
import { answersFile } from './answers.ts';
import { citationFile } from './citation.ts';
import { codemetaFile } from './codemeta.ts';
import { configFiles } from './configs.ts';
import { crateFile } from './crate.ts';
import { croissantFile } from './croissant.ts';
import { fair4mlFile } from './fair4ml.ts';
import { manifestFile, optionsFile } from './manifest.ts';
import { bibliography, dataDictionary, publishedNumbers, referenceWeights } from './references.ts';
import { licenceFiles } from './reuse.ts';
import { workOf, type Parts } from './work.ts';

export { modelCardHeader } from './header.ts';
export type { Parts } from './work.ts';

const draft = (path: string, owner: Owner, why: string, text: string | null): readonly FileDraft[] => (text === null ? [] : [{ path, text, owner, why }]);

/** `others` are all further files of the plan; `texts` the licence texts by `licences/<id>.txt`. */
export function planRecords(spec: ProjectSpec, parts: Parts, others: readonly FileDraft[], texts: ReadonlyMap<string, string>): FileDraft[] {
  const work = workOf(spec, parts);
  const configs = configFiles(spec, parts);
  const records = [
    ...draft('CITATION.cff', 'shared', 'how to cite the code and the data', citationFile(work)),
    ...draft('codemeta.json', 'shared', 'the software, for registries', codemetaFile(work, spec, parts)),
    ...draft('data/manifest.json', 'managed', 'which files make data fetches, and how they are read', manifestFile(spec, parts)),
    ...draft('data/croissant.json', 'managed', 'the dataset, for machine-learning tools', croissantFile(work, parts.dataset)),
    ...draft('models/fair4ml.jsonld', 'shared', 'the model, for registries of models', fair4mlFile(work, spec, parts)),
    ...draft('configs/baseline.yaml', 'seeded', 'the configuration behind the numbers', configs.baseline),
    ...draft('configs/smoke.yaml', 'seeded', 'one minute on a laptop', configs.smoke),
    ...draft('configs/schema.json', 'seeded', 'what each setting may be', configs.schema),
    ...draft('references/data-dictionary.csv', 'seeded', 'name, role, type, unit and meaning of each column', dataDictionary(spec, parts)),
    ...draft('references/bibliography.bib', 'seeded', 'the data and the papers to cite', bibliography(spec, parts)),
    ...draft('references/options.json', 'managed', 'which options the recipe takes, with their defaults', optionsFile(spec, parts)),
    ...draft('references/published.json', 'managed', 'numbers that others have published, with their source', parts.dataset.published.length === 0 ? null : publishedNumbers(spec, parts)),
    ...draft('references/weights.json', 'managed', 'weights that others have published, for INIT=reference', referenceWeights(parts)),
    ...licenceFiles(work, texts),
  ];
  const files = [...others, ...records];
  const crate = draft('ro-crate-metadata.json', 'managed', 'the repository as one research object', crateFile(work, files));
  const all = [...files, ...crate];
  return [...records, ...crate, ...draft('.fair-ai.yml', 'managed', 'the answers, and what was written', answersFile(spec, all))];
}
