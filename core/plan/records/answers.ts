// .fair-ai.yml: the answers that make this project again, and for each file its owner and the git blob it was written as, for `update`.
import { createHash } from 'node:crypto';
import type { FileDraft } from '../plan.ts';
import type { Answers, ProjectSpec } from '../../spec/spec.ts';
import { printYaml } from '../../yaml.ts';
import { known } from './json.ts';

/** The id that `git hash-object` gives the text. */
export function blobId(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

export function answersFile(spec: ProjectSpec, files: readonly FileDraft[]): string {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const written = Object.fromEntries(sorted.map(({ path, owner, text }) => [path, { owner, blob: blobId(text) }]));
  return printProject(spec.answers, spec.today, spec.tool, written);
}

/** `answers` are complete: core/spec/resolve.ts writes the defaults out. */
export function printProject(answers: Answers, created: string, tool: ProjectSpec['tool'], files: Readonly<Record<string, { readonly owner: string; readonly blob: string }>>): string {
  const record = { format: 'fair-ai/project@1', tool: known({ name: tool.name, version: tool.version }), created, answers, files };
  return `# Written by ${tool.name}; \`${tool.name} update\` reads it, and \`--answers\` takes it.\n${printYaml(record)}`;
}
