// The front matter of models/README.md, as the Hugging Face Hub reads it. Results come into it when there are any, by `make card`.
import { huggingFaceLicence } from '../../spec/licences.ts';
import type { ProjectSpec } from '../../spec/spec.ts';
import { printYaml } from '../../yaml.ts';
import { workOf, type Parts } from './work.ts';

/** `datasets:` is left out: it takes names of datasets on the Hub, and ours have DOIs. */
export function modelCardHeader(spec: ProjectSpec, parts: Parts): string {
  const work = workOf(spec, parts);
  const header = {
    license: huggingFaceLicence(work.licence.id),
    library_name: parts.framework.library,
    pipeline_tag: parts.task.pipeline,
    tags: work.keywords,
    metrics: parts.task.metrics,
  };
  return `---\n${printYaml(header)}---\n`;
}
