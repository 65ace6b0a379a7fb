// What a file is, in a line, for the research object: its own first words where it has some.
import type { FileDraft } from '../plan.ts';

const words: Readonly<Record<string, string>> = {
  Makefile: 'The targets that do everything: make help',
  Dockerfile: 'The container image',
  'pyproject.toml': 'The Python package: dependencies and tool settings',
  'environment.yml': 'The conda environment',
};

const firstLine: Readonly<Record<string, RegExp>> = {
  py: /^(?:#.*\n|\s)*[rR]?"""\s*(.+?)(?:"""|\n)/,
  md: /^#+ (.+)$/m, // no key of a front matter begins so
};

/** A module's docstring, a page's heading, else why the plan has the file. */
export function summaryOf({ path, text, why }: FileDraft): string {
  const extension = path.slice(path.lastIndexOf('.') + 1);
  const found = firstLine[extension]?.exec(text)?.[1]?.trim();
  return words[path] ?? (found === undefined || found === '' ? why : found);
}
